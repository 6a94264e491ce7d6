# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_smr_global_optspecs
    string join \n q/quiet v/verbose color= h/help V/version
end

function __fish_smr_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_smr_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_smr_using_subcommand
    set -l cmd (__fish_smr_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c smr -n "__fish_smr_needs_command" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c smr -n "__fish_smr_needs_command" -s q -l quiet -d 'Say less: only errors'
complete -c smr -n "__fish_smr_needs_command" -s v -l verbose -d 'Say more; repeat for still more'
complete -c smr -n "__fish_smr_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c smr -n "__fish_smr_needs_command" -s V -l version -d 'Print version'
complete -c smr -n "__fish_smr_needs_command" -f -a "decode" -d 'Decode telegrams from files, standard input or any other source'
complete -c smr -n "__fish_smr_needs_command" -f -a "completions" -d 'Print the completion script of a shell'
complete -c smr -n "__fish_smr_needs_command" -f -a "man" -d 'Print the manual page of a command, or write all pages into a directory'
complete -c smr -n "__fish_smr_needs_command" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c smr -n "__fish_smr_using_subcommand decode" -l format -d 'How telegrams are printed' -r -f -a "human\t'Text for people'
json\t'One indented JSON object per telegram'
jsonl\t'One JSON object a line'
csv\t'CSV with a header, one row a value'
none\t'Only the summary'"
complete -c smr -n "__fish_smr_using_subcommand decode" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c smr -n "__fish_smr_using_subcommand decode" -l json -d 'Short for `--format json`'
complete -c smr -n "__fish_smr_using_subcommand decode" -l noise -d 'Also print where bytes belong to no telegram'
complete -c smr -n "__fish_smr_using_subcommand decode" -l strict -d 'Fail if any telegram has a wrong checksum'
complete -c smr -n "__fish_smr_using_subcommand decode" -s q -l quiet -d 'Say less: only errors'
complete -c smr -n "__fish_smr_using_subcommand decode" -s v -l verbose -d 'Say more; repeat for still more'
complete -c smr -n "__fish_smr_using_subcommand decode" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c smr -n "__fish_smr_using_subcommand completions" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c smr -n "__fish_smr_using_subcommand completions" -s q -l quiet -d 'Say less: only errors'
complete -c smr -n "__fish_smr_using_subcommand completions" -s v -l verbose -d 'Say more; repeat for still more'
complete -c smr -n "__fish_smr_using_subcommand completions" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c smr -n "__fish_smr_using_subcommand man" -l dir -d 'Write every page into this directory' -r -F
complete -c smr -n "__fish_smr_using_subcommand man" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c smr -n "__fish_smr_using_subcommand man" -s q -l quiet -d 'Say less: only errors'
complete -c smr -n "__fish_smr_using_subcommand man" -s v -l verbose -d 'Say more; repeat for still more'
complete -c smr -n "__fish_smr_using_subcommand man" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c smr -n "__fish_smr_using_subcommand help; and not __fish_seen_subcommand_from decode completions man help" -f -a "decode" -d 'Decode telegrams from files, standard input or any other source'
complete -c smr -n "__fish_smr_using_subcommand help; and not __fish_seen_subcommand_from decode completions man help" -f -a "completions" -d 'Print the completion script of a shell'
complete -c smr -n "__fish_smr_using_subcommand help; and not __fish_seen_subcommand_from decode completions man help" -f -a "man" -d 'Print the manual page of a command, or write all pages into a directory'
complete -c smr -n "__fish_smr_using_subcommand help; and not __fish_seen_subcommand_from decode completions man help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
