
use builtin;
use str;

set edit:completion:arg-completer[smr] = {|@words|
    fn spaces {|n|
        builtin:repeat $n ' ' | str:join ''
    }
    fn cand {|text desc|
        edit:complex-candidate $text &display=$text' '(spaces (- 14 (wcswidth $text)))$desc
    }
    var command = 'smr'
    for word $words[1..-1] {
        if (str:has-prefix $word '-') {
            break
        }
        set command = $command';'$word
    }
    var completions = [
        &'smr'= {
            cand --color 'When to use colour'
            cand -q 'Say less: only errors'
            cand --quiet 'Say less: only errors'
            cand -v 'Say more; repeat for still more'
            cand --verbose 'Say more; repeat for still more'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand decode 'Decode telegrams from files, standard input or any other source'
            cand completions 'Print the completion script of a shell'
            cand man 'Print the manual page of a command, or write all pages into a directory'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'smr;decode'= {
            cand --format 'How telegrams are printed'
            cand --color 'When to use colour'
            cand --json 'Short for `--format json`'
            cand --noise 'Also print where bytes belong to no telegram'
            cand --strict 'Fail if any telegram has a wrong checksum'
            cand -q 'Say less: only errors'
            cand --quiet 'Say less: only errors'
            cand -v 'Say more; repeat for still more'
            cand --verbose 'Say more; repeat for still more'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'smr;completions'= {
            cand --color 'When to use colour'
            cand -q 'Say less: only errors'
            cand --quiet 'Say less: only errors'
            cand -v 'Say more; repeat for still more'
            cand --verbose 'Say more; repeat for still more'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'smr;man'= {
            cand --dir 'Write every page into this directory'
            cand --color 'When to use colour'
            cand -q 'Say less: only errors'
            cand --quiet 'Say less: only errors'
            cand -v 'Say more; repeat for still more'
            cand --verbose 'Say more; repeat for still more'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'smr;help'= {
            cand decode 'Decode telegrams from files, standard input or any other source'
            cand completions 'Print the completion script of a shell'
            cand man 'Print the manual page of a command, or write all pages into a directory'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'smr;help;decode'= {
        }
        &'smr;help;completions'= {
        }
        &'smr;help;man'= {
        }
        &'smr;help;help'= {
        }
    ]
    $completions[$command]
}
