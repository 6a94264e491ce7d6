
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
            cand discover 'Find gateways on the local network'
            cand diag 'Show what a gateway knows about itself, and what that means'
            cand doctor 'Say what is wrong with a source or a gateway, and what to do about it'
            cand login 'Keep the admin password of a gateway, so that it is not asked for again'
            cand logout 'Forget the admin password of a gateway'
            cand config 'Read and change the settings of gateways'
            cand restart 'Restart gateways'
            cand identify 'Flash the LED of gateways, to find them'
            cand reset 'Make gateways forget everything, or only their Wi-Fi'
            cand watch 'Watch what meters say, live: power, chart, phases, counters, devices, health'
            cand decode 'Decode telegrams from files, standard input or any other source'
            cand record 'Record what a source sends, with the time at which it came'
            cand replay 'Send the bytes of a file again, with their timing'
            cand flash 'Write firmware to a board over its serial port'
            cand provision 'Set a gateway up: Wi-Fi, name and admin password, over its serial port or its access point'
            cand commission 'Make a blank board a gateway with a meter: flash it, set it up, wait for its first telegram'
            cand label 'Print labels for gateways: name, id and addresses; drawn ones with a QR code that opens the page'
            cand ota 'Update a gateway over the network, and prove that the new firmware runs'
            cand fleet 'Update and change many gateways in stages, and prove it'
            cand firmware 'List, build, add, inspect, verify and sign firmware images'
            cand sim 'Run virtual gateways: the real firmware on boards made of software'
            cand completions 'Print the completion script of a shell'
            cand man 'Print the manual page of a command, or write all pages into a directory'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'smr;discover'= {
            cand --timeout 'Listen this long [default: 3s, with --watch until stopped]'
            cand --format 'How gateways are printed'
            cand --interface 'Listen on this network interface only'
            cand --mdns-port 'The UDP port of mDNS, for tests'
            cand --color 'When to use colour'
            cand --watch 'Print what is found, changes and goes away, as it happens'
            cand --json 'Short for `--format json`'
            cand -q 'Say less: only errors'
            cand --quiet 'Say less: only errors'
            cand -v 'Say more; repeat for still more'
            cand --verbose 'Say more; repeat for still more'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'smr;diag'= {
            cand --timeout 'How long each answer is waited for'
            cand --mdns-port 'The UDP port of mDNS, for tests'
            cand --interface 'Listen for names on this network interface only'
            cand --user 'The user of the gateway'
            cand --password-file 'The password is in the first line of this file, or of standard input (-)'
            cand --interval 'From one time to the next, with --watch'
            cand --bundle 'Write all there is into one archive for whoever helps'
            cand --format 'How it is printed'
            cand --color 'When to use colour'
            cand --events 'What happened since it started, too'
            cand --frame 'Only the last telegram, as the meter sent it'
            cand --watch 'Again and again, until stopped'
            cand --anonymous 'Leave out of the archive whose gateway it is'
            cand --force 'Replace an archive that exists'
            cand --json 'Short for `--format json`'
            cand -q 'Say less: only errors'
            cand --quiet 'Say less: only errors'
            cand -v 'Say more; repeat for still more'
            cand --verbose 'Say more; repeat for still more'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'smr;doctor'= {
            cand --for 'Listen for at most this long'
            cand --key 'Key of a meter that encrypts, 32 hexadecimal digits; others can see it: a key file is safer'
            cand --auth-key 'Its authentication key, to prove that telegrams are genuine'
            cand --key-file 'File with the keys of one or more meters, by system title or number'
            cand --user 'The user of the gateway'
            cand --password-file 'The password is in the first line of this file, or of standard input (-)'
            cand --timeout 'How long each answer is waited for'
            cand --mdns-port 'The UDP port of mDNS, for tests'
            cand --interface 'Listen for names on this network interface only'
            cand --bundle 'Write the evidence into one archive for whoever helps'
            cand --format 'How it is printed'
            cand --color 'When to use colour'
            cand --force 'Replace an archive that exists'
            cand --json 'Short for `--format json`'
            cand -q 'Say less: only errors'
            cand --quiet 'Say less: only errors'
            cand -v 'Say more; repeat for still more'
            cand --verbose 'Say more; repeat for still more'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'smr;login'= {
            cand --timeout 'How long each answer is waited for'
            cand --mdns-port 'The UDP port of mDNS, for tests'
            cand --interface 'Listen for names on this network interface only'
            cand --user 'The user of the gateway'
            cand --password-file 'The password is in the first line of this file, or of standard input (-)'
            cand --format 'How it is printed'
            cand --color 'When to use colour'
            cand --list 'Show whose passwords are kept, and where'
            cand --json 'Short for `--format json`'
            cand -q 'Say less: only errors'
            cand --quiet 'Say less: only errors'
            cand -v 'Say more; repeat for still more'
            cand --verbose 'Say more; repeat for still more'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'smr;logout'= {
            cand --timeout 'How long each answer is waited for'
            cand --mdns-port 'The UDP port of mDNS, for tests'
            cand --interface 'Listen for names on this network interface only'
            cand --color 'When to use colour'
            cand --all 'Forget all of them'
            cand -q 'Say less: only errors'
            cand --quiet 'Say less: only errors'
            cand -v 'Say more; repeat for still more'
            cand --verbose 'Say more; repeat for still more'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'smr;config'= {
            cand --color 'When to use colour'
            cand -q 'Say less: only errors'
            cand --quiet 'Say less: only errors'
            cand -v 'Say more; repeat for still more'
            cand --verbose 'Say more; repeat for still more'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand get 'Show the settings of a gateway'
            cand set 'Change settings of one gateway or several'
            cand edit 'Change the settings of a gateway in an editor'
            cand export 'Write the settings of a gateway as TOML'
            cand import 'Make gateways have the settings of a TOML file'
            cand diff 'Compare the settings of two gateways, or of a gateway and a file'
            cand list 'Show every setting that there is, what it takes and what it is for'
            cand show 'Show what this program goes by on this computer, and where each value comes from'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'smr;config;get'= {
            cand --timeout 'How long each answer is waited for'
            cand --mdns-port 'The UDP port of mDNS, for tests'
            cand --interface 'Listen for names on this network interface only'
            cand --user 'The user of the gateway'
            cand --password-file 'The password is in the first line of this file, or of standard input (-)'
            cand --format 'How it is printed'
            cand --color 'When to use colour'
            cand --json 'Short for `--format json`'
            cand -q 'Say less: only errors'
            cand --quiet 'Say less: only errors'
            cand -v 'Say more; repeat for still more'
            cand --verbose 'Say more; repeat for still more'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'smr;config;set'= {
            cand --secret 'The new value is in this file: its first line, or a PEM file; - is standard input'
            cand --timeout 'How long each answer is waited for'
            cand --mdns-port 'The UDP port of mDNS, for tests'
            cand --interface 'Listen for names on this network interface only'
            cand --user 'The user of the gateway'
            cand --password-file 'The password is in the first line of this file, or of standard input (-)'
            cand --wait 'How long a gateway that changes its network is waited for'
            cand --format 'How it is printed'
            cand --color 'When to use colour'
            cand --dry-run 'Only say what would be changed'
            cand --yes 'Do it without asking'
            cand --json 'Short for `--format json`'
            cand -q 'Say less: only errors'
            cand --quiet 'Say less: only errors'
            cand -v 'Say more; repeat for still more'
            cand --verbose 'Say more; repeat for still more'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'smr;config;edit'= {
            cand --timeout 'How long each answer is waited for'
            cand --mdns-port 'The UDP port of mDNS, for tests'
            cand --interface 'Listen for names on this network interface only'
            cand --user 'The user of the gateway'
            cand --password-file 'The password is in the first line of this file, or of standard input (-)'
            cand --wait 'How long a gateway that changes its network is waited for'
            cand --format 'How it is printed'
            cand --color 'When to use colour'
            cand --dry-run 'Only say what would be changed'
            cand --yes 'Do it without asking'
            cand --json 'Short for `--format json`'
            cand -q 'Say less: only errors'
            cand --quiet 'Say less: only errors'
            cand -v 'Say more; repeat for still more'
            cand --verbose 'Say more; repeat for still more'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'smr;config;export'= {
            cand --timeout 'How long each answer is waited for'
            cand --mdns-port 'The UDP port of mDNS, for tests'
            cand --interface 'Listen for names on this network interface only'
            cand -o 'Write into this file'
            cand --output 'Write into this file'
            cand --user 'The user of the gateway'
            cand --password-file 'The password is in the first line of this file, or of standard input (-)'
            cand --color 'When to use colour'
            cand --force 'Replace a file that exists'
            cand -q 'Say less: only errors'
            cand --quiet 'Say less: only errors'
            cand -v 'Say more; repeat for still more'
            cand --verbose 'Say more; repeat for still more'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'smr;config;import'= {
            cand --timeout 'How long each answer is waited for'
            cand --mdns-port 'The UDP port of mDNS, for tests'
            cand --interface 'Listen for names on this network interface only'
            cand --user 'The user of the gateway'
            cand --password-file 'The password is in the first line of this file, or of standard input (-)'
            cand --wait 'How long a gateway that changes its network is waited for'
            cand --format 'How it is printed'
            cand --color 'When to use colour'
            cand --dry-run 'Only say what would be changed'
            cand --yes 'Do it without asking'
            cand --json 'Short for `--format json`'
            cand -q 'Say less: only errors'
            cand --quiet 'Say less: only errors'
            cand -v 'Say more; repeat for still more'
            cand --verbose 'Say more; repeat for still more'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'smr;config;diff'= {
            cand --timeout 'How long each answer is waited for'
            cand --mdns-port 'The UDP port of mDNS, for tests'
            cand --interface 'Listen for names on this network interface only'
            cand --user 'The user of the gateway'
            cand --password-file 'The password is in the first line of this file, or of standard input (-)'
            cand --format 'How it is printed'
            cand --color 'When to use colour'
            cand --json 'Short for `--format json`'
            cand -q 'Say less: only errors'
            cand --quiet 'Say less: only errors'
            cand -v 'Say more; repeat for still more'
            cand --verbose 'Say more; repeat for still more'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'smr;config;list'= {
            cand --color 'When to use colour'
            cand -q 'Say less: only errors'
            cand --quiet 'Say less: only errors'
            cand -v 'Say more; repeat for still more'
            cand --verbose 'Say more; repeat for still more'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'smr;config;show'= {
            cand --format 'How it is printed'
            cand --color 'When to use colour'
            cand --local 'The values of this computer; those of a gateway: smr config get GATEWAY'
            cand --json 'Short for `--format json`'
            cand -q 'Say less: only errors'
            cand --quiet 'Say less: only errors'
            cand -v 'Say more; repeat for still more'
            cand --verbose 'Say more; repeat for still more'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'smr;config;help'= {
            cand get 'Show the settings of a gateway'
            cand set 'Change settings of one gateway or several'
            cand edit 'Change the settings of a gateway in an editor'
            cand export 'Write the settings of a gateway as TOML'
            cand import 'Make gateways have the settings of a TOML file'
            cand diff 'Compare the settings of two gateways, or of a gateway and a file'
            cand list 'Show every setting that there is, what it takes and what it is for'
            cand show 'Show what this program goes by on this computer, and where each value comes from'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'smr;config;help;get'= {
        }
        &'smr;config;help;set'= {
        }
        &'smr;config;help;edit'= {
        }
        &'smr;config;help;export'= {
        }
        &'smr;config;help;import'= {
        }
        &'smr;config;help;diff'= {
        }
        &'smr;config;help;list'= {
        }
        &'smr;config;help;show'= {
        }
        &'smr;config;help;help'= {
        }
        &'smr;restart'= {
            cand --timeout 'How long each answer is waited for'
            cand --mdns-port 'The UDP port of mDNS, for tests'
            cand --interface 'Listen for names on this network interface only'
            cand --user 'The user of the gateway'
            cand --password-file 'The password is in the first line of this file, or of standard input (-)'
            cand --format 'How it is printed'
            cand --wait 'Wait until it is back, for at most this long [default: 60s]'
            cand --color 'When to use colour'
            cand --json 'Short for `--format json`'
            cand --yes 'Do it without asking'
            cand -q 'Say less: only errors'
            cand --quiet 'Say less: only errors'
            cand -v 'Say more; repeat for still more'
            cand --verbose 'Say more; repeat for still more'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'smr;identify'= {
            cand --timeout 'How long each answer is waited for'
            cand --mdns-port 'The UDP port of mDNS, for tests'
            cand --interface 'Listen for names on this network interface only'
            cand --user 'The user of the gateway'
            cand --password-file 'The password is in the first line of this file, or of standard input (-)'
            cand --format 'How it is printed'
            cand --for 'For how long; at least 10 s'
            cand --color 'When to use colour'
            cand --json 'Short for `--format json`'
            cand -q 'Say less: only errors'
            cand --quiet 'Say less: only errors'
            cand -v 'Say more; repeat for still more'
            cand --verbose 'Say more; repeat for still more'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'smr;reset'= {
            cand --timeout 'How long each answer is waited for'
            cand --mdns-port 'The UDP port of mDNS, for tests'
            cand --interface 'Listen for names on this network interface only'
            cand --user 'The user of the gateway'
            cand --password-file 'The password is in the first line of this file, or of standard input (-)'
            cand --format 'How it is printed'
            cand --color 'When to use colour'
            cand --all 'Forget everything'
            cand --wifi 'Forget the network only'
            cand --yes 'Do it without asking'
            cand --json 'Short for `--format json`'
            cand -q 'Say less: only errors'
            cand --quiet 'Say less: only errors'
            cand -v 'Say more; repeat for still more'
            cand --verbose 'Say more; repeat for still more'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'smr;watch'= {
            cand --key 'Key of a meter that encrypts, 32 hexadecimal digits; others can see it: a key file is safer'
            cand --auth-key 'Its authentication key, to prove that telegrams are genuine'
            cand --key-file 'File with the keys of one or more meters, by system title or number'
            cand --format 'Print each telegram instead of showing the screen'
            cand --count 'End after this many telegrams'
            cand --for 'End after this long'
            cand --snapshot-dir 'Where snapshots and recordings of the screen go [default: the current directory]'
            cand --color 'When to use colour'
            cand --ascii 'Draw with ASCII characters only'
            cand -q 'Say less: only errors'
            cand --quiet 'Say less: only errors'
            cand -v 'Say more; repeat for still more'
            cand --verbose 'Say more; repeat for still more'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'smr;decode'= {
            cand --key 'Key of a meter that encrypts, 32 hexadecimal digits; others can see it: a key file is safer'
            cand --auth-key 'Its authentication key, to prove that telegrams are genuine'
            cand --key-file 'File with the keys of one or more meters, by system title or number'
            cand --format 'How telegrams are printed'
            cand --profile 'Print what the registers counted in each interval instead of telegrams'
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
        &'smr;record'= {
            cand --key 'Key of a meter that encrypts, 32 hexadecimal digits; others can see it: a key file is safer'
            cand --auth-key 'Its authentication key, to prove that telegrams are genuine'
            cand --key-file 'File with the keys of one or more meters, by system title or number'
            cand -o 'The file to write'
            cand --output 'The file to write'
            cand --for 'Stop after this long'
            cand --rotate-size 'Begin a new file when one has this size: 500k, 50MB, 1G'
            cand --rotate-every 'Begin a new file after this long, at whole multiples of UTC time'
            cand --keep 'Keep this many files of a rotation and delete older ones'
            cand --color 'When to use colour'
            cand --append 'Write on behind what is in the file'
            cand --force 'Write over the file'
            cand -q 'Say less: only errors'
            cand --quiet 'Say less: only errors'
            cand -v 'Say more; repeat for still more'
            cand --verbose 'Say more; repeat for still more'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'smr;replay'= {
            cand --tcp 'Serve TCP clients on this address; port 0 takes a free one and says which'
            cand --speed 'How many times as fast as the original, or max'
            cand --interval 'Time between telegrams of a file without times'
            cand --color 'When to use colour'
            cand --pty 'Make a pseudo-terminal, print its path and write to it'
            cand --loop 'Begin again at the end, until stopped'
            cand --no-wait 'Begin with --tcp at once instead of with the first client (--loop always does)'
            cand -q 'Say less: only errors'
            cand --quiet 'Say less: only errors'
            cand -v 'Say more; repeat for still more'
            cand --verbose 'Say more; repeat for still more'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'smr;flash'= {
            cand --image 'The firmware [default: the newest for the board in `smr firmware list`]'
            cand --version 'Which version of `smr firmware list`, instead of the newest'
            cand --board 'Use the chip as this board, which may have less flash than the chip [default: by the size of the flash]'
            cand --port 'The serial port [default: the one that looks like a board''s]'
            cand --baud 'The fastest speed, in bits per second; a slower one is taken where it does not work'
            cand --before 'How the board gets into its boot loader'
            cand --timeout 'For how long the boot loader is waited for'
            cand --after 'How the board is left'
            cand --backup 'Save all that is in the flash to this file first'
            cand --restore 'Give the board back what --backup or `smr flash read` saved'
            cand --boot-timeout 'For how long the gateway''s first words are waited for'
            cand --provision 'Then set it up as this file says and wait for its first telegram, as smr commission does'
            cand --mdns-port 'The UDP port of mDNS, for tests'
            cand --interface 'Listen for the gateway on this network interface only'
            cand --format 'How it is printed'
            cand --color 'When to use colour'
            cand --wait 'Wait until the port is there'
            cand --no-stub 'Use only the loader in the chip''s ROM: 115200 baud, no verification, no reading'
            cand --erase-all 'Erase all else, too: settings, Wi-Fi, what another firmware left'
            cand --yes 'Do it without asking'
            cand --dry-run 'Only look at the board and say what would be done'
            cand --remember 'Keep the new admin password for later commands, as smr login does'
            cand --monitor 'Then show what the board says, with what it means, until Ctrl-C'
            cand --json 'Short for `--format json`'
            cand -q 'Say less: only errors'
            cand --quiet 'Say less: only errors'
            cand -v 'Say more; repeat for still more'
            cand --verbose 'Say more; repeat for still more'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand list-ports 'Show the serial ports that a board may be on, the most probable first'
            cand info 'Show what is on a port: the chip, its MAC address and flash, and the gateway that is in it'
            cand read 'Save what is in a board''s flash'
            cand verify 'Check that a board''s flash holds an image, byte for byte'
            cand erase 'Erase all of a board''s flash: firmware, settings, Wi-Fi'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'smr;flash;list-ports'= {
            cand --format 'How it is printed'
            cand --color 'When to use colour'
            cand --json 'Short for `--format json`'
            cand -q 'Say less: only errors'
            cand --quiet 'Say less: only errors'
            cand -v 'Say more; repeat for still more'
            cand --verbose 'Say more; repeat for still more'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'smr;flash;info'= {
            cand --port 'The serial port [default: the one that looks like a board''s]'
            cand --baud 'The fastest speed, in bits per second; a slower one is taken where it does not work'
            cand --before 'How the board gets into its boot loader'
            cand --timeout 'For how long the boot loader is waited for'
            cand --after 'How the board is left'
            cand --format 'How it is printed'
            cand --color 'When to use colour'
            cand --wait 'Wait until the port is there'
            cand --no-stub 'Use only the loader in the chip''s ROM: 115200 baud, no verification, no reading'
            cand --json 'Short for `--format json`'
            cand -q 'Say less: only errors'
            cand --quiet 'Say less: only errors'
            cand -v 'Say more; repeat for still more'
            cand --verbose 'Say more; repeat for still more'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'smr;flash;read'= {
            cand -o 'The file to write'
            cand --output 'The file to write'
            cand --address 'Where to begin, in bytes'
            cand --size 'How many bytes [default: up to the end]'
            cand --port 'The serial port [default: the one that looks like a board''s]'
            cand --baud 'The fastest speed, in bits per second; a slower one is taken where it does not work'
            cand --before 'How the board gets into its boot loader'
            cand --timeout 'For how long the boot loader is waited for'
            cand --after 'How the board is left'
            cand --format 'How it is printed'
            cand --color 'When to use colour'
            cand --force 'Replace the file if it is there already'
            cand --wait 'Wait until the port is there'
            cand --no-stub 'Use only the loader in the chip''s ROM: 115200 baud, no verification, no reading'
            cand --json 'Short for `--format json`'
            cand -q 'Say less: only errors'
            cand --quiet 'Say less: only errors'
            cand -v 'Say more; repeat for still more'
            cand --verbose 'Say more; repeat for still more'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'smr;flash;verify'= {
            cand --image 'What it should hold'
            cand --port 'The serial port [default: the one that looks like a board''s]'
            cand --baud 'The fastest speed, in bits per second; a slower one is taken where it does not work'
            cand --before 'How the board gets into its boot loader'
            cand --timeout 'For how long the boot loader is waited for'
            cand --after 'How the board is left'
            cand --format 'How it is printed'
            cand --color 'When to use colour'
            cand --wait 'Wait until the port is there'
            cand --no-stub 'Use only the loader in the chip''s ROM: 115200 baud, no verification, no reading'
            cand --json 'Short for `--format json`'
            cand -q 'Say less: only errors'
            cand --quiet 'Say less: only errors'
            cand -v 'Say more; repeat for still more'
            cand --verbose 'Say more; repeat for still more'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'smr;flash;erase'= {
            cand --port 'The serial port [default: the one that looks like a board''s]'
            cand --baud 'The fastest speed, in bits per second; a slower one is taken where it does not work'
            cand --before 'How the board gets into its boot loader'
            cand --timeout 'For how long the boot loader is waited for'
            cand --after 'How the board is left'
            cand --format 'How it is printed'
            cand --color 'When to use colour'
            cand --wait 'Wait until the port is there'
            cand --no-stub 'Use only the loader in the chip''s ROM: 115200 baud, no verification, no reading'
            cand --yes 'Do it without asking'
            cand --dry-run 'Only look at the board and say what would be done'
            cand --json 'Short for `--format json`'
            cand -q 'Say less: only errors'
            cand --quiet 'Say less: only errors'
            cand -v 'Say more; repeat for still more'
            cand --verbose 'Say more; repeat for still more'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'smr;flash;help'= {
            cand list-ports 'Show the serial ports that a board may be on, the most probable first'
            cand info 'Show what is on a port: the chip, its MAC address and flash, and the gateway that is in it'
            cand read 'Save what is in a board''s flash'
            cand verify 'Check that a board''s flash holds an image, byte for byte'
            cand erase 'Erase all of a board''s flash: firmware, settings, Wi-Fi'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'smr;flash;help;list-ports'= {
        }
        &'smr;flash;help;info'= {
        }
        &'smr;flash;help;read'= {
        }
        &'smr;flash;help;verify'= {
        }
        &'smr;flash;help;erase'= {
        }
        &'smr;flash;help;help'= {
        }
        &'smr;provision'= {
            cand --port 'The serial port that the gateway is on'
            cand --gateway 'The gateway''s address at its own access point, mostly 192.168.4.1'
            cand --ssid 'The Wi-Fi network'
            cand --wifi-password-file 'Its password is in the first line of this file, or of standard input (-)'
            cand --name 'The gateway''s name; without one it goes by its id'
            cand --admin-password-file 'The new admin password, or that of a gateway that keeps the one it has, is in the first line of this file, or of standard input (-)'
            cand --save-admin-password 'Make up an admin password and write it into this new file; one that is in it already is taken'
            cand --from 'Take what is not given from this file'
            cand --timeout 'For how long the gateway is waited for: on its port or address, and later in the network'
            cand --format 'How it is printed'
            cand --mdns-port 'The UDP port of mDNS, for tests'
            cand --interface 'Listen for the gateway on this network interface only'
            cand --portal 'Where an access point is looked for'
            cand --color 'When to use colour'
            cand --open 'The network is open and has no password'
            cand --store-passphrase 'Give the gateway the passphrase and not the key: for WPA3, and for networks whose name changes'
            cand --remember 'Keep the new admin password for later commands, as smr login does'
            cand --no-input 'Never ask'
            cand --yes 'Never ask'
            cand --dry-run 'Only look at the gateway and the networks that it hears'
            cand --json 'Short for `--format json`'
            cand -q 'Say less: only errors'
            cand --quiet 'Say less: only errors'
            cand -v 'Say more; repeat for still more'
            cand --verbose 'Say more; repeat for still more'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'smr;commission'= {
            cand --image 'The firmware [default: the newest for the board in `smr firmware list`]'
            cand --version 'Which version of `smr firmware list`, instead of the newest'
            cand --board 'Use the chip as this board, which may have less flash than the chip [default: by the size of the flash]'
            cand --port 'The serial port [default: the one that looks like a board''s]'
            cand --baud 'The fastest speed, in bits per second; a slower one is taken where it does not work'
            cand --before 'How the board gets into its boot loader'
            cand --timeout 'For how long the boot loader is waited for'
            cand --from 'Wi-Fi, name and admin password are in this file, or in files that it names'
            cand --name 'The gateway''s name, instead of that in the file; with --loop, `{number}` is the number of the board'
            cand --telegram-timeout 'For how long the first telegram is waited for'
            cand --label 'Draw a label with a QR code into this file: .svg, .png or .txt'
            cand --label-link 'Where the label''s QR code leads'
            cand --first 'The number of the first board, for `{number}` in the name'
            cand --format 'How it is printed'
            cand --mdns-port 'The UDP port of mDNS, for tests'
            cand --interface 'Listen for the gateway on this network interface only'
            cand --color 'When to use colour'
            cand --wait 'Wait until the port is there'
            cand --no-stub 'Use only the loader in the chip''s ROM: 115200 baud, no verification, no reading'
            cand --again 'Erase the settings of a gateway that was set up before, and set it up anew'
            cand --no-meter 'Do not wait for a telegram: for a bench without a meter'
            cand --label-password 'Put the admin password on the label, too: whoever sees it can then change the gateway'
            cand --remember 'Keep the admin password for later commands, as smr login does'
            cand --loop 'One board after the other, until q'
            cand --yes 'Do it without asking'
            cand --json 'Short for `--format json`'
            cand -q 'Say less: only errors'
            cand --quiet 'Say less: only errors'
            cand -v 'Say more; repeat for still more'
            cand --verbose 'Say more; repeat for still more'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'smr;label'= {
            cand --timeout 'How long each answer is waited for'
            cand --mdns-port 'The UDP port of mDNS, for tests'
            cand --interface 'Listen for names on this network interface only'
            cand -o 'Draw the label into this file: .svg, .png or .txt'
            cand --output 'Draw the label into this file: .svg, .png or .txt'
            cand --link 'Where the QR code leads'
            cand --user 'The user of the gateway'
            cand --password-file 'The password is in the first line of this file, or of standard input (-)'
            cand --format 'How it is printed'
            cand --color 'When to use colour'
            cand --with-password 'Put the admin password on it, too: whoever sees the label can then change the gateway'
            cand --json 'Short for `--format json`'
            cand -q 'Say less: only errors'
            cand --quiet 'Say less: only errors'
            cand -v 'Say more; repeat for still more'
            cand --verbose 'Say more; repeat for still more'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'smr;ota'= {
            cand --timeout 'How long each answer is waited for'
            cand --mdns-port 'The UDP port of mDNS, for tests'
            cand --interface 'Listen for names on this network interface only'
            cand --image 'The firmware [default: the newest for the board in `smr firmware list`]'
            cand --version 'Which version of `smr firmware list`, instead of the newest'
            cand --user 'The user of the gateway'
            cand --password-file 'The password is in the first line of this file, or of standard input (-)'
            cand --key 'The public key that the image must be signed with, as a PEM file'
            cand --protocol 'How the image gets there'
            cand --ota-port 'The UDP port that `ArduinoOTA` listens on'
            cand --proof-timeout 'For how long at most the gateway may be away and prove itself'
            cand --format 'How it is printed'
            cand --color 'When to use colour'
            cand --rollback 'Go back: to what ran before, if the gateway still holds it, else to the newest firmware of `smr firmware list` that is older than what runs'
            cand --allow-downgrade 'Install it even if it is older than what runs'
            cand --force 'Send it even if it runs already'
            cand --dry-run 'Only look, and say what would be done'
            cand --json 'Short for `--format json`'
            cand -q 'Say less: only errors'
            cand --quiet 'Say less: only errors'
            cand -v 'Say more; repeat for still more'
            cand --verbose 'Say more; repeat for still more'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'smr;fleet'= {
            cand --color 'When to use colour'
            cand -q 'Say less: only errors'
            cand --quiet 'Say less: only errors'
            cand -v 'Say more; repeat for still more'
            cand --verbose 'Say more; repeat for still more'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand init 'Make an inventory'
            cand add 'Add a gateway to an inventory'
            cand list 'List the gateways of an inventory'
            cand check 'Ask all gateways of an inventory whether they are there, what they run and how they are'
            cand plan 'Plan an update, to be reviewed and applied later'
            cand apply 'Carry a plan out'
            cand update 'Update the gateways of an inventory in stages'
            cand config 'Change settings of many gateways in stages'
            cand restart 'Restart the gateways of an inventory in stages'
            cand rotate-password 'Give the gateways of an inventory other admin passwords, in stages'
            cand diag 'Write an archive of each gateway for whoever helps'
            cand resume 'Go on with an update that paused, was stopped or ended in any other way'
            cand retry 'Try the gateways of an update again that failed or were unreachable'
            cand status 'Say how far an update is, also while it runs'
            cand report 'Report what became of each gateway in an update'
            cand abort 'Give an update up for good: it cannot be resumed any more'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'smr;fleet;init'= {
            cand -o 'Write it into this file'
            cand --output 'Write it into this file'
            cand --listen 'Listen this long for them'
            cand --password-file 'Refer to this file for the password of all of them; the password itself is not written'
            cand --timeout 'How long each answer is waited for'
            cand --mdns-port 'The UDP port of mDNS, for tests'
            cand --interface 'Listen for names on this network interface only'
            cand --color 'When to use colour'
            cand --discover 'Of the gateways on the local network'
            cand --force 'Replace an inventory that exists'
            cand -q 'Say less: only errors'
            cand --quiet 'Say less: only errors'
            cand -v 'Say more; repeat for still more'
            cand --verbose 'Say more; repeat for still more'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'smr;fleet;add'= {
            cand --inventory 'The inventory'
            cand --group 'The group that it belongs to'
            cand --label 'What else is known of it'
            cand --color 'When to use colour'
            cand -q 'Say less: only errors'
            cand --quiet 'Say less: only errors'
            cand -v 'Say more; repeat for still more'
            cand --verbose 'Say more; repeat for still more'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'smr;fleet;list'= {
            cand --inventory 'The inventory'
            cand --select 'Only gateways like this: `kitchen`, `flat-*`, `site=north`, `version<1.4`'
            cand --password-file 'The password of gateways for which the inventory names none, in the first line of this file'
            cand --timeout 'How long each answer is waited for'
            cand --mdns-port 'The UDP port of mDNS, for tests'
            cand --interface 'Listen for names on this network interface only'
            cand --format 'How it is printed'
            cand --color 'When to use colour'
            cand --json 'Short for `--format json`'
            cand -q 'Say less: only errors'
            cand --quiet 'Say less: only errors'
            cand -v 'Say more; repeat for still more'
            cand --verbose 'Say more; repeat for still more'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'smr;fleet;check'= {
            cand --inventory 'The inventory'
            cand --select 'Only gateways like this: `kitchen`, `flat-*`, `site=north`, `version<1.4`'
            cand --password-file 'The password of gateways for which the inventory names none, in the first line of this file'
            cand --timeout 'How long each answer is waited for'
            cand --mdns-port 'The UDP port of mDNS, for tests'
            cand --interface 'Listen for names on this network interface only'
            cand --format 'How it is printed'
            cand --color 'When to use colour'
            cand --json 'Short for `--format json`'
            cand -q 'Say less: only errors'
            cand --quiet 'Say less: only errors'
            cand -v 'Say more; repeat for still more'
            cand --verbose 'Say more; repeat for still more'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'smr;fleet;plan'= {
            cand --inventory 'The inventory'
            cand --select 'Only gateways like this: `kitchen`, `flat-*`, `site=north`, `version<1.4`'
            cand --password-file 'The password of gateways for which the inventory names none, in the first line of this file'
            cand --timeout 'How long each answer is waited for'
            cand --mdns-port 'The UDP port of mDNS, for tests'
            cand --interface 'Listen for names on this network interface only'
            cand --image 'The firmware [default: the newest for the board in `smr firmware list`]'
            cand --version 'Which version of `smr firmware list`, instead of the newest'
            cand --key 'The public key that the image must be signed with, as a PEM file'
            cand --stages 'Where stages end, counted from the first gateway: numbers, or shares of all, rounded up'
            cand --canary 'These come first, in a stage of their own; selectors as of --select'
            cand --seed 'What the order is made from; the same number gives the same order [default: drawn, and written into the journal]'
            cand --max-parallel 'The most gateways that are under way at once'
            cand --max-per-subnet 'The most of one network: /24 for IPv4, /64 for IPv6; those given by name count as one network'
            cand --error-threshold 'Pause when so many or more (>=) have failed: N in all, P% of the stage under way'
            cand --success-threshold 'Begin the next stage only when so many or more (>=) of this one are done; N is at most the whole stage'
            cand --unreachable-budget 'So many of all gateways may be unreachable; pause when more (>) are. They do not count as failed'
            cand --retries 'How often a gateway is tried again that was busy, unreachable or cut off'
            cand --back-off 'Before a gateway is tried again; doubled each further time, up to 5 minutes'
            cand --wait-online 'Wait so long for gateways that are unreachable, without holding up their stage'
            cand --soak 'How long a stage has to run before its gateways are looked at (what was done has lasted, telegrams come) and the next begins'
            cand --window 'Begin gateways only in these hours, in the time of this computer: `01:00-05:00`'
            cand --proof-timeout 'For how long at most each gateway may be away and prove itself [default: 15m for updates, else 2m]'
            cand -o 'Write it into this file [default: standard output]'
            cand --output 'Write it into this file [default: standard output]'
            cand --color 'When to use colour'
            cand --allow-downgrade 'Install it even where it is older than what runs'
            cand --force 'Replace a plan that exists'
            cand -q 'Say less: only errors'
            cand --quiet 'Say less: only errors'
            cand -v 'Say more; repeat for still more'
            cand --verbose 'Say more; repeat for still more'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'smr;fleet;apply'= {
            cand --confirm 'How many gateways are meant: must be right, so that nobody changes more than they think'
            cand --journal 'The folder of the journal, which is made [default: fleet-DATE-TIME]'
            cand --timeout 'How long each answer is waited for'
            cand --mdns-port 'The UDP port of mDNS, for tests'
            cand --interface 'Listen for names on this network interface only'
            cand --format 'How it is printed'
            cand --color 'When to use colour'
            cand --json 'Short for `--format json`'
            cand -q 'Say less: only errors'
            cand --quiet 'Say less: only errors'
            cand -v 'Say more; repeat for still more'
            cand --verbose 'Say more; repeat for still more'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'smr;fleet;update'= {
            cand --inventory 'The inventory'
            cand --select 'Only gateways like this: `kitchen`, `flat-*`, `site=north`, `version<1.4`'
            cand --password-file 'The password of gateways for which the inventory names none, in the first line of this file'
            cand --timeout 'How long each answer is waited for'
            cand --mdns-port 'The UDP port of mDNS, for tests'
            cand --interface 'Listen for names on this network interface only'
            cand --image 'The firmware [default: the newest for the board in `smr firmware list`]'
            cand --version 'Which version of `smr firmware list`, instead of the newest'
            cand --key 'The public key that the image must be signed with, as a PEM file'
            cand --stages 'Where stages end, counted from the first gateway: numbers, or shares of all, rounded up'
            cand --canary 'These come first, in a stage of their own; selectors as of --select'
            cand --seed 'What the order is made from; the same number gives the same order [default: drawn, and written into the journal]'
            cand --max-parallel 'The most gateways that are under way at once'
            cand --max-per-subnet 'The most of one network: /24 for IPv4, /64 for IPv6; those given by name count as one network'
            cand --error-threshold 'Pause when so many or more (>=) have failed: N in all, P% of the stage under way'
            cand --success-threshold 'Begin the next stage only when so many or more (>=) of this one are done; N is at most the whole stage'
            cand --unreachable-budget 'So many of all gateways may be unreachable; pause when more (>) are. They do not count as failed'
            cand --retries 'How often a gateway is tried again that was busy, unreachable or cut off'
            cand --back-off 'Before a gateway is tried again; doubled each further time, up to 5 minutes'
            cand --wait-online 'Wait so long for gateways that are unreachable, without holding up their stage'
            cand --soak 'How long a stage has to run before its gateways are looked at (what was done has lasted, telegrams come) and the next begins'
            cand --window 'Begin gateways only in these hours, in the time of this computer: `01:00-05:00`'
            cand --proof-timeout 'For how long at most each gateway may be away and prove itself [default: 15m for updates, else 2m]'
            cand --confirm 'How many gateways are meant: must be right, so that nobody changes more than they think'
            cand --journal 'The folder of the journal, which is made [default: fleet-DATE-TIME]'
            cand --format 'How it is printed'
            cand --color 'When to use colour'
            cand --allow-downgrade 'Install it even where it is older than what runs'
            cand --dry-run 'Only say what would be done, in which order'
            cand --json 'Short for `--format json`'
            cand -q 'Say less: only errors'
            cand --quiet 'Say less: only errors'
            cand -v 'Say more; repeat for still more'
            cand --verbose 'Say more; repeat for still more'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'smr;fleet;config'= {
            cand --color 'When to use colour'
            cand -q 'Say less: only errors'
            cand --quiet 'Say less: only errors'
            cand -v 'Say more; repeat for still more'
            cand --verbose 'Say more; repeat for still more'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand set 'Change settings of the gateways of an inventory in stages'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'smr;fleet;config;set'= {
            cand --secret 'The new value is in this file: its first line, or a PEM file'
            cand --inventory 'The inventory'
            cand --select 'Only gateways like this: `kitchen`, `flat-*`, `site=north`, `version<1.4`'
            cand --password-file 'The password of gateways for which the inventory names none, in the first line of this file'
            cand --timeout 'How long each answer is waited for'
            cand --mdns-port 'The UDP port of mDNS, for tests'
            cand --interface 'Listen for names on this network interface only'
            cand --stages 'Where stages end, counted from the first gateway: numbers, or shares of all, rounded up'
            cand --canary 'These come first, in a stage of their own; selectors as of --select'
            cand --seed 'What the order is made from; the same number gives the same order [default: drawn, and written into the journal]'
            cand --max-parallel 'The most gateways that are under way at once'
            cand --max-per-subnet 'The most of one network: /24 for IPv4, /64 for IPv6; those given by name count as one network'
            cand --error-threshold 'Pause when so many or more (>=) have failed: N in all, P% of the stage under way'
            cand --success-threshold 'Begin the next stage only when so many or more (>=) of this one are done; N is at most the whole stage'
            cand --unreachable-budget 'So many of all gateways may be unreachable; pause when more (>) are. They do not count as failed'
            cand --retries 'How often a gateway is tried again that was busy, unreachable or cut off'
            cand --back-off 'Before a gateway is tried again; doubled each further time, up to 5 minutes'
            cand --wait-online 'Wait so long for gateways that are unreachable, without holding up their stage'
            cand --soak 'How long a stage has to run before its gateways are looked at (what was done has lasted, telegrams come) and the next begins'
            cand --window 'Begin gateways only in these hours, in the time of this computer: `01:00-05:00`'
            cand --proof-timeout 'For how long at most each gateway may be away and prove itself [default: 15m for updates, else 2m]'
            cand --confirm 'How many gateways are meant: must be right, so that nobody changes more than they think'
            cand --journal 'The folder of the journal, which is made [default: fleet-DATE-TIME]'
            cand --format 'How it is printed'
            cand --color 'When to use colour'
            cand --dry-run 'Ask all gateways, and only say what would be changed'
            cand --json 'Short for `--format json`'
            cand -q 'Say less: only errors'
            cand --quiet 'Say less: only errors'
            cand -v 'Say more; repeat for still more'
            cand --verbose 'Say more; repeat for still more'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'smr;fleet;config;help'= {
            cand set 'Change settings of the gateways of an inventory in stages'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'smr;fleet;config;help;set'= {
        }
        &'smr;fleet;config;help;help'= {
        }
        &'smr;fleet;restart'= {
            cand --inventory 'The inventory'
            cand --select 'Only gateways like this: `kitchen`, `flat-*`, `site=north`, `version<1.4`'
            cand --password-file 'The password of gateways for which the inventory names none, in the first line of this file'
            cand --timeout 'How long each answer is waited for'
            cand --mdns-port 'The UDP port of mDNS, for tests'
            cand --interface 'Listen for names on this network interface only'
            cand --stages 'Where stages end, counted from the first gateway: numbers, or shares of all, rounded up'
            cand --canary 'These come first, in a stage of their own; selectors as of --select'
            cand --seed 'What the order is made from; the same number gives the same order [default: drawn, and written into the journal]'
            cand --max-parallel 'The most gateways that are under way at once'
            cand --max-per-subnet 'The most of one network: /24 for IPv4, /64 for IPv6; those given by name count as one network'
            cand --error-threshold 'Pause when so many or more (>=) have failed: N in all, P% of the stage under way'
            cand --success-threshold 'Begin the next stage only when so many or more (>=) of this one are done; N is at most the whole stage'
            cand --unreachable-budget 'So many of all gateways may be unreachable; pause when more (>) are. They do not count as failed'
            cand --retries 'How often a gateway is tried again that was busy, unreachable or cut off'
            cand --back-off 'Before a gateway is tried again; doubled each further time, up to 5 minutes'
            cand --wait-online 'Wait so long for gateways that are unreachable, without holding up their stage'
            cand --soak 'How long a stage has to run before its gateways are looked at (what was done has lasted, telegrams come) and the next begins'
            cand --window 'Begin gateways only in these hours, in the time of this computer: `01:00-05:00`'
            cand --proof-timeout 'For how long at most each gateway may be away and prove itself [default: 15m for updates, else 2m]'
            cand --confirm 'How many gateways are meant: must be right, so that nobody changes more than they think'
            cand --journal 'The folder of the journal, which is made [default: fleet-DATE-TIME]'
            cand --format 'How it is printed'
            cand --color 'When to use colour'
            cand --json 'Short for `--format json`'
            cand -q 'Say less: only errors'
            cand --quiet 'Say less: only errors'
            cand -v 'Say more; repeat for still more'
            cand --verbose 'Say more; repeat for still more'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'smr;fleet;rotate-password'= {
            cand --inventory 'The inventory'
            cand --select 'Only gateways like this: `kitchen`, `flat-*`, `site=north`, `version<1.4`'
            cand --password-file 'The password of gateways for which the inventory names none, in the first line of this file'
            cand --timeout 'How long each answer is waited for'
            cand --mdns-port 'The UDP port of mDNS, for tests'
            cand --interface 'Listen for names on this network interface only'
            cand --new-password-file 'All get the password in the first line of this file'
            cand --new-password-variable 'All get the password in this variable of the environment'
            cand --out 'Write the new passwords into this file, which is made if it is not there [default: where smr login keeps them]'
            cand --stages 'Where stages end, counted from the first gateway: numbers, or shares of all, rounded up'
            cand --canary 'These come first, in a stage of their own; selectors as of --select'
            cand --seed 'What the order is made from; the same number gives the same order [default: drawn, and written into the journal]'
            cand --max-parallel 'The most gateways that are under way at once'
            cand --max-per-subnet 'The most of one network: /24 for IPv4, /64 for IPv6; those given by name count as one network'
            cand --error-threshold 'Pause when so many or more (>=) have failed: N in all, P% of the stage under way'
            cand --success-threshold 'Begin the next stage only when so many or more (>=) of this one are done; N is at most the whole stage'
            cand --unreachable-budget 'So many of all gateways may be unreachable; pause when more (>) are. They do not count as failed'
            cand --retries 'How often a gateway is tried again that was busy, unreachable or cut off'
            cand --back-off 'Before a gateway is tried again; doubled each further time, up to 5 minutes'
            cand --wait-online 'Wait so long for gateways that are unreachable, without holding up their stage'
            cand --soak 'How long a stage has to run before its gateways are looked at (what was done has lasted, telegrams come) and the next begins'
            cand --window 'Begin gateways only in these hours, in the time of this computer: `01:00-05:00`'
            cand --proof-timeout 'For how long at most each gateway may be away and prove itself [default: 15m for updates, else 2m]'
            cand --confirm 'How many gateways are meant: must be right, so that nobody changes more than they think'
            cand --journal 'The folder of the journal, which is made [default: fleet-DATE-TIME]'
            cand --format 'How it is printed'
            cand --color 'When to use colour'
            cand --json 'Short for `--format json`'
            cand -q 'Say less: only errors'
            cand --quiet 'Say less: only errors'
            cand -v 'Say more; repeat for still more'
            cand --verbose 'Say more; repeat for still more'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'smr;fleet;diag'= {
            cand --inventory 'The inventory'
            cand --select 'Only gateways like this: `kitchen`, `flat-*`, `site=north`, `version<1.4`'
            cand --password-file 'The password of gateways for which the inventory names none, in the first line of this file'
            cand --timeout 'How long each answer is waited for'
            cand --mdns-port 'The UDP port of mDNS, for tests'
            cand --interface 'Listen for names on this network interface only'
            cand --bundle-dir 'The folder of the archives, which is made'
            cand --max-parallel 'The most gateways that are asked at once'
            cand --retries 'How often a gateway is asked again that was busy or unreachable'
            cand --back-off 'Before a gateway is asked again; doubled each further time, up to 5 minutes'
            cand --format 'How it is printed'
            cand --color 'When to use colour'
            cand --anonymous 'Leave out whose gateways they are'
            cand --json 'Short for `--format json`'
            cand -q 'Say less: only errors'
            cand --quiet 'Say less: only errors'
            cand -v 'Say more; repeat for still more'
            cand --verbose 'Say more; repeat for still more'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'smr;fleet;resume'= {
            cand --timeout 'How long each answer is waited for'
            cand --mdns-port 'The UDP port of mDNS, for tests'
            cand --interface 'Listen for names on this network interface only'
            cand --format 'How it is printed'
            cand --color 'When to use colour'
            cand --json 'Short for `--format json`'
            cand -q 'Say less: only errors'
            cand --quiet 'Say less: only errors'
            cand -v 'Say more; repeat for still more'
            cand --verbose 'Say more; repeat for still more'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'smr;fleet;retry'= {
            cand --only 'Which of them [default: both]'
            cand --timeout 'How long each answer is waited for'
            cand --mdns-port 'The UDP port of mDNS, for tests'
            cand --interface 'Listen for names on this network interface only'
            cand --format 'How it is printed'
            cand --color 'When to use colour'
            cand --json 'Short for `--format json`'
            cand -q 'Say less: only errors'
            cand --quiet 'Say less: only errors'
            cand -v 'Say more; repeat for still more'
            cand --verbose 'Say more; repeat for still more'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'smr;fleet;status'= {
            cand --format 'How it is printed'
            cand --color 'When to use colour'
            cand --json 'Short for `--format json`'
            cand -q 'Say less: only errors'
            cand --quiet 'Say less: only errors'
            cand -v 'Say more; repeat for still more'
            cand --verbose 'Say more; repeat for still more'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'smr;fleet;report'= {
            cand --format 'How it is printed'
            cand --color 'When to use colour'
            cand --json 'Short for `--format json`'
            cand -q 'Say less: only errors'
            cand --quiet 'Say less: only errors'
            cand -v 'Say more; repeat for still more'
            cand --verbose 'Say more; repeat for still more'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'smr;fleet;abort'= {
            cand --color 'When to use colour'
            cand -q 'Say less: only errors'
            cand --quiet 'Say less: only errors'
            cand -v 'Say more; repeat for still more'
            cand --verbose 'Say more; repeat for still more'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'smr;fleet;help'= {
            cand init 'Make an inventory'
            cand add 'Add a gateway to an inventory'
            cand list 'List the gateways of an inventory'
            cand check 'Ask all gateways of an inventory whether they are there, what they run and how they are'
            cand plan 'Plan an update, to be reviewed and applied later'
            cand apply 'Carry a plan out'
            cand update 'Update the gateways of an inventory in stages'
            cand config 'Change settings of many gateways in stages'
            cand restart 'Restart the gateways of an inventory in stages'
            cand rotate-password 'Give the gateways of an inventory other admin passwords, in stages'
            cand diag 'Write an archive of each gateway for whoever helps'
            cand resume 'Go on with an update that paused, was stopped or ended in any other way'
            cand retry 'Try the gateways of an update again that failed or were unreachable'
            cand status 'Say how far an update is, also while it runs'
            cand report 'Report what became of each gateway in an update'
            cand abort 'Give an update up for good: it cannot be resumed any more'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'smr;fleet;help;init'= {
        }
        &'smr;fleet;help;add'= {
        }
        &'smr;fleet;help;list'= {
        }
        &'smr;fleet;help;check'= {
        }
        &'smr;fleet;help;plan'= {
        }
        &'smr;fleet;help;apply'= {
        }
        &'smr;fleet;help;update'= {
        }
        &'smr;fleet;help;config'= {
            cand set 'Change settings of the gateways of an inventory in stages'
        }
        &'smr;fleet;help;config;set'= {
        }
        &'smr;fleet;help;restart'= {
        }
        &'smr;fleet;help;rotate-password'= {
        }
        &'smr;fleet;help;diag'= {
        }
        &'smr;fleet;help;resume'= {
        }
        &'smr;fleet;help;retry'= {
        }
        &'smr;fleet;help;status'= {
        }
        &'smr;fleet;help;report'= {
        }
        &'smr;fleet;help;abort'= {
        }
        &'smr;fleet;help;help'= {
        }
        &'smr;firmware'= {
            cand --color 'When to use colour'
            cand -q 'Say less: only errors'
            cand --quiet 'Say less: only errors'
            cand -v 'Say more; repeat for still more'
            cand --verbose 'Say more; repeat for still more'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand list 'Show the firmware that is at hand'
            cand build 'Build the firmware from its source and add it to your own folder'
            cand add 'Put firmware images into your own folder, where smr flash finds them'
            cand remove 'Remove firmware images from your own folder'
            cand inspect 'Show what is in a firmware image, sound or not'
            cand verify 'Check a firmware image by the rules by which a gateway does'
            cand keygen 'Make a pair of keys: one that signs images, one that gateways know'
            cand sign 'Sign a firmware image'
            cand make-sim-image 'Make a firmware image for virtual boards'
            cand link 'Put a firmware image together from the boot loader and a linked program'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'smr;firmware;list'= {
            cand --board 'Only for this board: `esp8266-1m` or `esp8266-4m`'
            cand --format 'How it is printed'
            cand --color 'When to use colour'
            cand --json 'Short for `--format json`'
            cand --licences 'Print instead what is in the firmware that is built in, and under which licences'
            cand -q 'Say less: only errors'
            cand --quiet 'Say less: only errors'
            cand -v 'Say more; repeat for still more'
            cand --verbose 'Say more; repeat for still more'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'smr;firmware;build'= {
            cand --board 'Only for this board [default: all]'
            cand --source 'The source: a copy of smr''s repository [default: the one that this folder is in]'
            cand -o 'Write the images to this folder, too'
            cand --output 'Write the images to this folder, too'
            cand --color 'When to use colour'
            cand --no-add 'Do not add the images to your own folder'
            cand -q 'Say less: only errors'
            cand --quiet 'Say less: only errors'
            cand -v 'Say more; repeat for still more'
            cand --verbose 'Say more; repeat for still more'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'smr;firmware;add'= {
            cand --color 'When to use colour'
            cand --replace 'Put them in the place of others of the same version for the same board'
            cand -q 'Say less: only errors'
            cand --quiet 'Say less: only errors'
            cand -v 'Say more; repeat for still more'
            cand --verbose 'Say more; repeat for still more'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'smr;firmware;remove'= {
            cand --board 'Only for this board: `esp8266-1m` or `esp8266-4m`'
            cand --color 'When to use colour'
            cand --yes 'Do it without asking'
            cand --dry-run 'Only say what would be done'
            cand -q 'Say less: only errors'
            cand --quiet 'Say less: only errors'
            cand -v 'Say more; repeat for still more'
            cand --verbose 'Say more; repeat for still more'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'smr;firmware;inspect'= {
            cand --format 'How it is printed'
            cand --color 'When to use colour'
            cand --json 'Short for `--format json`'
            cand -q 'Say less: only errors'
            cand --quiet 'Say less: only errors'
            cand -v 'Say more; repeat for still more'
            cand --verbose 'Say more; repeat for still more'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'smr;firmware;verify'= {
            cand --key 'The public key whose signature it must have, as a PEM file'
            cand --board 'The board that it must be for: `esp8266-1m` or `esp8266-4m`'
            cand --security-floor 'The lowest security version that it may have'
            cand --color 'When to use colour'
            cand -q 'Say less: only errors'
            cand --quiet 'Say less: only errors'
            cand -v 'Say more; repeat for still more'
            cand --verbose 'Say more; repeat for still more'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'smr;firmware;keygen'= {
            cand -o 'The beginning of both files'' names'
            cand --output 'The beginning of both files'' names'
            cand --color 'When to use colour'
            cand --yes 'Write over keys that are there, which are lost then'
            cand -q 'Say less: only errors'
            cand --quiet 'Say less: only errors'
            cand -v 'Say more; repeat for still more'
            cand --verbose 'Say more; repeat for still more'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'smr;firmware;sign'= {
            cand --key 'The private key, as a PEM file'
            cand -o 'The file to write, which may be the image itself'
            cand --output 'The file to write, which may be the image itself'
            cand --color 'When to use colour'
            cand --replace 'Put the signature in the place of the one that the image has'
            cand -q 'Say less: only errors'
            cand --quiet 'Say less: only errors'
            cand -v 'Say more; repeat for still more'
            cand --verbose 'Say more; repeat for still more'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'smr;firmware;make-sim-image'= {
            cand --version 'The version that it says it is'
            cand --board 'The board that it is for: `esp8266-1m` or `esp8266-4m`'
            cand --build 'The build that it says it is'
            cand --size 'Its size, rounded up to a multiple of 16'
            cand --security-version 'Its security version'
            cand --sign 'Sign it with this private key, a PEM file'
            cand -o 'The file to write'
            cand --output 'The file to write'
            cand --color 'When to use colour'
            cand -q 'Say less: only errors'
            cand --quiet 'Say less: only errors'
            cand -v 'Say more; repeat for still more'
            cand --verbose 'Say more; repeat for still more'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'smr;firmware;link'= {
            cand --boot 'The boot loader, an image for the beginning of the flash'
            cand --board 'The board that it is for: `esp8266-1m` or `esp8266-4m`'
            cand -o 'The file to write'
            cand --output 'The file to write'
            cand --color 'When to use colour'
            cand -q 'Say less: only errors'
            cand --quiet 'Say less: only errors'
            cand -v 'Say more; repeat for still more'
            cand --verbose 'Say more; repeat for still more'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'smr;firmware;help'= {
            cand list 'Show the firmware that is at hand'
            cand build 'Build the firmware from its source and add it to your own folder'
            cand add 'Put firmware images into your own folder, where smr flash finds them'
            cand remove 'Remove firmware images from your own folder'
            cand inspect 'Show what is in a firmware image, sound or not'
            cand verify 'Check a firmware image by the rules by which a gateway does'
            cand keygen 'Make a pair of keys: one that signs images, one that gateways know'
            cand sign 'Sign a firmware image'
            cand make-sim-image 'Make a firmware image for virtual boards'
            cand link 'Put a firmware image together from the boot loader and a linked program'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'smr;firmware;help;list'= {
        }
        &'smr;firmware;help;build'= {
        }
        &'smr;firmware;help;add'= {
        }
        &'smr;firmware;help;remove'= {
        }
        &'smr;firmware;help;inspect'= {
        }
        &'smr;firmware;help;verify'= {
        }
        &'smr;firmware;help;keygen'= {
        }
        &'smr;firmware;help;sign'= {
        }
        &'smr;firmware;help;make-sim-image'= {
        }
        &'smr;firmware;help;link'= {
        }
        &'smr;firmware;help;help'= {
        }
        &'smr;sim'= {
            cand --count 'How many boards'
            cand --board 'What the boards are'
            cand --state-dir 'Keep the boards here (flash, RTC memory, MAC address) and go on with those that are there'
            cand --image 'The firmware of new boards [default: what is built into smr for them, or a made-up image of its version]'
            cand --http-port 'Port of the HTTP server, 0 for any free one'
            cand --p1-port 'Port of the meter''s bytes, 0 for any free one'
            cand --ota-port 'Port for invitations to update, 0 for any free one'
            cand --admin-password-file 'New boards have the admin password in the first line of this file'
            cand --meter 'A simulated meter by its name or that of its country, or a file with telegrams'
            cand --interval 'Time between telegrams'
            cand --mdns-port 'The UDP port of mDNS, for tests'
            cand --faults 'What goes wrong, with which board: a TOML file with [[fault]] tables'
            cand --trial 'How long new firmware is on trial'
            cand --wifi 'The network in the air and its password; new boards know it'
            cand --pace 'How fast bytes pass on the serial line, in bits per second [default: 115200 from the meter, no limit to a blank board]'
            cand --machine 'Run what hosts load into a board''s RAM as machine code, in QEMU with this file: see docs/virtual-boards.md'
            cand --for 'Stop after this long'
            cand --color 'When to use colour'
            cand --blank 'New boards have nothing in their flash'
            cand --setup 'New boards have firmware but know no network'
            cand --mdns 'Announce the boards over mDNS, within this computer'
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
            cand --dir 'Write every page into this directory, which is made if it is not there'
            cand --color 'When to use colour'
            cand -q 'Say less: only errors'
            cand --quiet 'Say less: only errors'
            cand -v 'Say more; repeat for still more'
            cand --verbose 'Say more; repeat for still more'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'smr;help'= {
            cand discover 'Find gateways on the local network'
            cand diag 'Show what a gateway knows about itself, and what that means'
            cand doctor 'Say what is wrong with a source or a gateway, and what to do about it'
            cand login 'Keep the admin password of a gateway, so that it is not asked for again'
            cand logout 'Forget the admin password of a gateway'
            cand config 'Read and change the settings of gateways'
            cand restart 'Restart gateways'
            cand identify 'Flash the LED of gateways, to find them'
            cand reset 'Make gateways forget everything, or only their Wi-Fi'
            cand watch 'Watch what meters say, live: power, chart, phases, counters, devices, health'
            cand decode 'Decode telegrams from files, standard input or any other source'
            cand record 'Record what a source sends, with the time at which it came'
            cand replay 'Send the bytes of a file again, with their timing'
            cand flash 'Write firmware to a board over its serial port'
            cand provision 'Set a gateway up: Wi-Fi, name and admin password, over its serial port or its access point'
            cand commission 'Make a blank board a gateway with a meter: flash it, set it up, wait for its first telegram'
            cand label 'Print labels for gateways: name, id and addresses; drawn ones with a QR code that opens the page'
            cand ota 'Update a gateway over the network, and prove that the new firmware runs'
            cand fleet 'Update and change many gateways in stages, and prove it'
            cand firmware 'List, build, add, inspect, verify and sign firmware images'
            cand sim 'Run virtual gateways: the real firmware on boards made of software'
            cand completions 'Print the completion script of a shell'
            cand man 'Print the manual page of a command, or write all pages into a directory'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'smr;help;discover'= {
        }
        &'smr;help;diag'= {
        }
        &'smr;help;doctor'= {
        }
        &'smr;help;login'= {
        }
        &'smr;help;logout'= {
        }
        &'smr;help;config'= {
            cand get 'Show the settings of a gateway'
            cand set 'Change settings of one gateway or several'
            cand edit 'Change the settings of a gateway in an editor'
            cand export 'Write the settings of a gateway as TOML'
            cand import 'Make gateways have the settings of a TOML file'
            cand diff 'Compare the settings of two gateways, or of a gateway and a file'
            cand list 'Show every setting that there is, what it takes and what it is for'
            cand show 'Show what this program goes by on this computer, and where each value comes from'
        }
        &'smr;help;config;get'= {
        }
        &'smr;help;config;set'= {
        }
        &'smr;help;config;edit'= {
        }
        &'smr;help;config;export'= {
        }
        &'smr;help;config;import'= {
        }
        &'smr;help;config;diff'= {
        }
        &'smr;help;config;list'= {
        }
        &'smr;help;config;show'= {
        }
        &'smr;help;restart'= {
        }
        &'smr;help;identify'= {
        }
        &'smr;help;reset'= {
        }
        &'smr;help;watch'= {
        }
        &'smr;help;decode'= {
        }
        &'smr;help;record'= {
        }
        &'smr;help;replay'= {
        }
        &'smr;help;flash'= {
            cand list-ports 'Show the serial ports that a board may be on, the most probable first'
            cand info 'Show what is on a port: the chip, its MAC address and flash, and the gateway that is in it'
            cand read 'Save what is in a board''s flash'
            cand verify 'Check that a board''s flash holds an image, byte for byte'
            cand erase 'Erase all of a board''s flash: firmware, settings, Wi-Fi'
        }
        &'smr;help;flash;list-ports'= {
        }
        &'smr;help;flash;info'= {
        }
        &'smr;help;flash;read'= {
        }
        &'smr;help;flash;verify'= {
        }
        &'smr;help;flash;erase'= {
        }
        &'smr;help;provision'= {
        }
        &'smr;help;commission'= {
        }
        &'smr;help;label'= {
        }
        &'smr;help;ota'= {
        }
        &'smr;help;fleet'= {
            cand init 'Make an inventory'
            cand add 'Add a gateway to an inventory'
            cand list 'List the gateways of an inventory'
            cand check 'Ask all gateways of an inventory whether they are there, what they run and how they are'
            cand plan 'Plan an update, to be reviewed and applied later'
            cand apply 'Carry a plan out'
            cand update 'Update the gateways of an inventory in stages'
            cand config 'Change settings of many gateways in stages'
            cand restart 'Restart the gateways of an inventory in stages'
            cand rotate-password 'Give the gateways of an inventory other admin passwords, in stages'
            cand diag 'Write an archive of each gateway for whoever helps'
            cand resume 'Go on with an update that paused, was stopped or ended in any other way'
            cand retry 'Try the gateways of an update again that failed or were unreachable'
            cand status 'Say how far an update is, also while it runs'
            cand report 'Report what became of each gateway in an update'
            cand abort 'Give an update up for good: it cannot be resumed any more'
        }
        &'smr;help;fleet;init'= {
        }
        &'smr;help;fleet;add'= {
        }
        &'smr;help;fleet;list'= {
        }
        &'smr;help;fleet;check'= {
        }
        &'smr;help;fleet;plan'= {
        }
        &'smr;help;fleet;apply'= {
        }
        &'smr;help;fleet;update'= {
        }
        &'smr;help;fleet;config'= {
            cand set 'Change settings of the gateways of an inventory in stages'
        }
        &'smr;help;fleet;config;set'= {
        }
        &'smr;help;fleet;restart'= {
        }
        &'smr;help;fleet;rotate-password'= {
        }
        &'smr;help;fleet;diag'= {
        }
        &'smr;help;fleet;resume'= {
        }
        &'smr;help;fleet;retry'= {
        }
        &'smr;help;fleet;status'= {
        }
        &'smr;help;fleet;report'= {
        }
        &'smr;help;fleet;abort'= {
        }
        &'smr;help;firmware'= {
            cand list 'Show the firmware that is at hand'
            cand build 'Build the firmware from its source and add it to your own folder'
            cand add 'Put firmware images into your own folder, where smr flash finds them'
            cand remove 'Remove firmware images from your own folder'
            cand inspect 'Show what is in a firmware image, sound or not'
            cand verify 'Check a firmware image by the rules by which a gateway does'
            cand keygen 'Make a pair of keys: one that signs images, one that gateways know'
            cand sign 'Sign a firmware image'
            cand make-sim-image 'Make a firmware image for virtual boards'
            cand link 'Put a firmware image together from the boot loader and a linked program'
        }
        &'smr;help;firmware;list'= {
        }
        &'smr;help;firmware;build'= {
        }
        &'smr;help;firmware;add'= {
        }
        &'smr;help;firmware;remove'= {
        }
        &'smr;help;firmware;inspect'= {
        }
        &'smr;help;firmware;verify'= {
        }
        &'smr;help;firmware;keygen'= {
        }
        &'smr;help;firmware;sign'= {
        }
        &'smr;help;firmware;make-sim-image'= {
        }
        &'smr;help;firmware;link'= {
        }
        &'smr;help;sim'= {
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
