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
complete -c smr -n "__fish_smr_needs_command" -f -a "discover" -d 'Find gateways on the local network'
complete -c smr -n "__fish_smr_needs_command" -f -a "diag" -d 'Show what a gateway knows about itself, and what that means'
complete -c smr -n "__fish_smr_needs_command" -f -a "doctor" -d 'Say what is wrong with a source or a gateway, and what to do about it'
complete -c smr -n "__fish_smr_needs_command" -f -a "login" -d 'Keep the admin password of a gateway, so that it is not asked for again'
complete -c smr -n "__fish_smr_needs_command" -f -a "logout" -d 'Forget the admin password of a gateway'
complete -c smr -n "__fish_smr_needs_command" -f -a "config" -d 'Read and change the settings of gateways'
complete -c smr -n "__fish_smr_needs_command" -f -a "restart" -d 'Restart gateways'
complete -c smr -n "__fish_smr_needs_command" -f -a "identify" -d 'Flash the LED of gateways, to find them'
complete -c smr -n "__fish_smr_needs_command" -f -a "reset" -d 'Make gateways forget everything, or only their Wi-Fi'
complete -c smr -n "__fish_smr_needs_command" -f -a "watch" -d 'Watch what meters say, live: power, chart, phases, counters, devices, health'
complete -c smr -n "__fish_smr_needs_command" -f -a "decode" -d 'Decode telegrams from files, standard input or any other source'
complete -c smr -n "__fish_smr_needs_command" -f -a "record" -d 'Record what a source sends, with the time at which it came'
complete -c smr -n "__fish_smr_needs_command" -f -a "replay" -d 'Send the bytes of a file again, with their timing'
complete -c smr -n "__fish_smr_needs_command" -f -a "flash" -d 'Write firmware to a board over its serial port'
complete -c smr -n "__fish_smr_needs_command" -f -a "provision" -d 'Set a gateway up: Wi-Fi, name and admin password, over its serial port or its access point'
complete -c smr -n "__fish_smr_needs_command" -f -a "commission" -d 'Make a blank board a gateway with a meter: flash it, set it up, wait for its first telegram'
complete -c smr -n "__fish_smr_needs_command" -f -a "label" -d 'Print labels for gateways: name, id and addresses; drawn ones with a QR code that opens the page'
complete -c smr -n "__fish_smr_needs_command" -f -a "ota" -d 'Update a gateway over the network, and prove that the new firmware runs'
complete -c smr -n "__fish_smr_needs_command" -f -a "fleet" -d 'Update and change many gateways in stages, and prove it'
complete -c smr -n "__fish_smr_needs_command" -f -a "firmware" -d 'List, build, add, inspect, verify and sign firmware images'
complete -c smr -n "__fish_smr_needs_command" -f -a "sim" -d 'Run virtual gateways: the real firmware on boards made of software'
complete -c smr -n "__fish_smr_needs_command" -f -a "completions" -d 'Print the completion script of a shell'
complete -c smr -n "__fish_smr_needs_command" -f -a "man" -d 'Print the manual page of a command, or write all pages into a directory'
complete -c smr -n "__fish_smr_needs_command" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c smr -n "__fish_smr_using_subcommand discover" -l timeout -d 'Listen this long [default: 3s, with --watch until stopped]' -r
complete -c smr -n "__fish_smr_using_subcommand discover" -l format -d 'How gateways are printed' -r -f -a "human\t'A table for people, or with --watch a line for each change'
json\t'One indented JSON object'
jsonl\t'One JSON object a line for each gateway or change'"
complete -c smr -n "__fish_smr_using_subcommand discover" -l interface -d 'Listen on this network interface only' -r
complete -c smr -n "__fish_smr_using_subcommand discover" -l mdns-port -d 'The UDP port of mDNS, for tests' -r
complete -c smr -n "__fish_smr_using_subcommand discover" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c smr -n "__fish_smr_using_subcommand discover" -l watch -d 'Print what is found, changes and goes away, as it happens'
complete -c smr -n "__fish_smr_using_subcommand discover" -l json -d 'Short for `--format json`'
complete -c smr -n "__fish_smr_using_subcommand discover" -s q -l quiet -d 'Say less: only errors'
complete -c smr -n "__fish_smr_using_subcommand discover" -s v -l verbose -d 'Say more; repeat for still more'
complete -c smr -n "__fish_smr_using_subcommand discover" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c smr -n "__fish_smr_using_subcommand diag" -l timeout -d 'How long each answer is waited for' -r
complete -c smr -n "__fish_smr_using_subcommand diag" -l mdns-port -d 'The UDP port of mDNS, for tests' -r
complete -c smr -n "__fish_smr_using_subcommand diag" -l interface -d 'Listen for names on this network interface only' -r
complete -c smr -n "__fish_smr_using_subcommand diag" -l user -d 'The user of the gateway' -r
complete -c smr -n "__fish_smr_using_subcommand diag" -l password-file -d 'The password is in the first line of this file, or of standard input (-)' -r -F
complete -c smr -n "__fish_smr_using_subcommand diag" -l interval -d 'From one time to the next, with --watch' -r
complete -c smr -n "__fish_smr_using_subcommand diag" -l bundle -d 'Write all there is into one archive for whoever helps' -r -F
complete -c smr -n "__fish_smr_using_subcommand diag" -l format -d 'How it is printed' -r -f -a "human\t'A page for people'
json\t'One JSON object, indented; with --watch one on each line'"
complete -c smr -n "__fish_smr_using_subcommand diag" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c smr -n "__fish_smr_using_subcommand diag" -l events -d 'What happened since it started, too'
complete -c smr -n "__fish_smr_using_subcommand diag" -l frame -d 'Only the last telegram, as the meter sent it'
complete -c smr -n "__fish_smr_using_subcommand diag" -l watch -d 'Again and again, until stopped'
complete -c smr -n "__fish_smr_using_subcommand diag" -l anonymous -d 'Leave out of the archive whose gateway it is'
complete -c smr -n "__fish_smr_using_subcommand diag" -l force -d 'Replace an archive that exists'
complete -c smr -n "__fish_smr_using_subcommand diag" -l json -d 'Short for `--format json`'
complete -c smr -n "__fish_smr_using_subcommand diag" -s q -l quiet -d 'Say less: only errors'
complete -c smr -n "__fish_smr_using_subcommand diag" -s v -l verbose -d 'Say more; repeat for still more'
complete -c smr -n "__fish_smr_using_subcommand diag" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c smr -n "__fish_smr_using_subcommand doctor" -l for -d 'Listen for at most this long' -r
complete -c smr -n "__fish_smr_using_subcommand doctor" -l key -d 'Key of a meter that encrypts, 32 hexadecimal digits; others can see it: a key file is safer' -r
complete -c smr -n "__fish_smr_using_subcommand doctor" -l auth-key -d 'Its authentication key, to prove that telegrams are genuine' -r
complete -c smr -n "__fish_smr_using_subcommand doctor" -l key-file -d 'File with the keys of one or more meters, by system title or number' -r -F
complete -c smr -n "__fish_smr_using_subcommand doctor" -l user -d 'The user of the gateway' -r
complete -c smr -n "__fish_smr_using_subcommand doctor" -l password-file -d 'The password is in the first line of this file, or of standard input (-)' -r -F
complete -c smr -n "__fish_smr_using_subcommand doctor" -l timeout -d 'How long each answer is waited for' -r
complete -c smr -n "__fish_smr_using_subcommand doctor" -l mdns-port -d 'The UDP port of mDNS, for tests' -r
complete -c smr -n "__fish_smr_using_subcommand doctor" -l interface -d 'Listen for names on this network interface only' -r
complete -c smr -n "__fish_smr_using_subcommand doctor" -l bundle -d 'Write the evidence into one archive for whoever helps' -r -F
complete -c smr -n "__fish_smr_using_subcommand doctor" -l format -d 'How it is printed' -r -f -a "human\t'A page for people'
json\t'One JSON object, indented'"
complete -c smr -n "__fish_smr_using_subcommand doctor" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c smr -n "__fish_smr_using_subcommand doctor" -l force -d 'Replace an archive that exists'
complete -c smr -n "__fish_smr_using_subcommand doctor" -l json -d 'Short for `--format json`'
complete -c smr -n "__fish_smr_using_subcommand doctor" -s q -l quiet -d 'Say less: only errors'
complete -c smr -n "__fish_smr_using_subcommand doctor" -s v -l verbose -d 'Say more; repeat for still more'
complete -c smr -n "__fish_smr_using_subcommand doctor" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c smr -n "__fish_smr_using_subcommand login" -l timeout -d 'How long each answer is waited for' -r
complete -c smr -n "__fish_smr_using_subcommand login" -l mdns-port -d 'The UDP port of mDNS, for tests' -r
complete -c smr -n "__fish_smr_using_subcommand login" -l interface -d 'Listen for names on this network interface only' -r
complete -c smr -n "__fish_smr_using_subcommand login" -l user -d 'The user of the gateway' -r
complete -c smr -n "__fish_smr_using_subcommand login" -l password-file -d 'The password is in the first line of this file, or of standard input (-)' -r -F
complete -c smr -n "__fish_smr_using_subcommand login" -l format -d 'How it is printed' -r -f -a "human\t'Text for people'
json\t'JSON, indented'
jsonl\t'One JSON object a line'"
complete -c smr -n "__fish_smr_using_subcommand login" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c smr -n "__fish_smr_using_subcommand login" -l list -d 'Show whose passwords are kept, and where'
complete -c smr -n "__fish_smr_using_subcommand login" -l json -d 'Short for `--format json`'
complete -c smr -n "__fish_smr_using_subcommand login" -s q -l quiet -d 'Say less: only errors'
complete -c smr -n "__fish_smr_using_subcommand login" -s v -l verbose -d 'Say more; repeat for still more'
complete -c smr -n "__fish_smr_using_subcommand login" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c smr -n "__fish_smr_using_subcommand logout" -l timeout -d 'How long each answer is waited for' -r
complete -c smr -n "__fish_smr_using_subcommand logout" -l mdns-port -d 'The UDP port of mDNS, for tests' -r
complete -c smr -n "__fish_smr_using_subcommand logout" -l interface -d 'Listen for names on this network interface only' -r
complete -c smr -n "__fish_smr_using_subcommand logout" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c smr -n "__fish_smr_using_subcommand logout" -l all -d 'Forget all of them'
complete -c smr -n "__fish_smr_using_subcommand logout" -s q -l quiet -d 'Say less: only errors'
complete -c smr -n "__fish_smr_using_subcommand logout" -s v -l verbose -d 'Say more; repeat for still more'
complete -c smr -n "__fish_smr_using_subcommand logout" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c smr -n "__fish_smr_using_subcommand config; and not __fish_seen_subcommand_from get set edit export import diff list show help" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c smr -n "__fish_smr_using_subcommand config; and not __fish_seen_subcommand_from get set edit export import diff list show help" -s q -l quiet -d 'Say less: only errors'
complete -c smr -n "__fish_smr_using_subcommand config; and not __fish_seen_subcommand_from get set edit export import diff list show help" -s v -l verbose -d 'Say more; repeat for still more'
complete -c smr -n "__fish_smr_using_subcommand config; and not __fish_seen_subcommand_from get set edit export import diff list show help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c smr -n "__fish_smr_using_subcommand config; and not __fish_seen_subcommand_from get set edit export import diff list show help" -f -a "get" -d 'Show the settings of a gateway'
complete -c smr -n "__fish_smr_using_subcommand config; and not __fish_seen_subcommand_from get set edit export import diff list show help" -f -a "set" -d 'Change settings of one gateway or several'
complete -c smr -n "__fish_smr_using_subcommand config; and not __fish_seen_subcommand_from get set edit export import diff list show help" -f -a "edit" -d 'Change the settings of a gateway in an editor'
complete -c smr -n "__fish_smr_using_subcommand config; and not __fish_seen_subcommand_from get set edit export import diff list show help" -f -a "export" -d 'Write the settings of a gateway as TOML'
complete -c smr -n "__fish_smr_using_subcommand config; and not __fish_seen_subcommand_from get set edit export import diff list show help" -f -a "import" -d 'Make gateways have the settings of a TOML file'
complete -c smr -n "__fish_smr_using_subcommand config; and not __fish_seen_subcommand_from get set edit export import diff list show help" -f -a "diff" -d 'Compare the settings of two gateways, or of a gateway and a file'
complete -c smr -n "__fish_smr_using_subcommand config; and not __fish_seen_subcommand_from get set edit export import diff list show help" -f -a "list" -d 'Show every setting that there is, what it takes and what it is for'
complete -c smr -n "__fish_smr_using_subcommand config; and not __fish_seen_subcommand_from get set edit export import diff list show help" -f -a "show" -d 'Show what this program goes by on this computer, and where each value comes from'
complete -c smr -n "__fish_smr_using_subcommand config; and not __fish_seen_subcommand_from get set edit export import diff list show help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c smr -n "__fish_smr_using_subcommand config; and __fish_seen_subcommand_from get" -l timeout -d 'How long each answer is waited for' -r
complete -c smr -n "__fish_smr_using_subcommand config; and __fish_seen_subcommand_from get" -l mdns-port -d 'The UDP port of mDNS, for tests' -r
complete -c smr -n "__fish_smr_using_subcommand config; and __fish_seen_subcommand_from get" -l interface -d 'Listen for names on this network interface only' -r
complete -c smr -n "__fish_smr_using_subcommand config; and __fish_seen_subcommand_from get" -l user -d 'The user of the gateway' -r
complete -c smr -n "__fish_smr_using_subcommand config; and __fish_seen_subcommand_from get" -l password-file -d 'The password is in the first line of this file, or of standard input (-)' -r -F
complete -c smr -n "__fish_smr_using_subcommand config; and __fish_seen_subcommand_from get" -l format -d 'How it is printed' -r -f -a "human\t'Text for people'
json\t'JSON, indented'
jsonl\t'One JSON object a line'"
complete -c smr -n "__fish_smr_using_subcommand config; and __fish_seen_subcommand_from get" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c smr -n "__fish_smr_using_subcommand config; and __fish_seen_subcommand_from get" -l json -d 'Short for `--format json`'
complete -c smr -n "__fish_smr_using_subcommand config; and __fish_seen_subcommand_from get" -s q -l quiet -d 'Say less: only errors'
complete -c smr -n "__fish_smr_using_subcommand config; and __fish_seen_subcommand_from get" -s v -l verbose -d 'Say more; repeat for still more'
complete -c smr -n "__fish_smr_using_subcommand config; and __fish_seen_subcommand_from get" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c smr -n "__fish_smr_using_subcommand config; and __fish_seen_subcommand_from set" -l secret -d 'The new value is in this file: its first line, or a PEM file; - is standard input' -r
complete -c smr -n "__fish_smr_using_subcommand config; and __fish_seen_subcommand_from set" -l timeout -d 'How long each answer is waited for' -r
complete -c smr -n "__fish_smr_using_subcommand config; and __fish_seen_subcommand_from set" -l mdns-port -d 'The UDP port of mDNS, for tests' -r
complete -c smr -n "__fish_smr_using_subcommand config; and __fish_seen_subcommand_from set" -l interface -d 'Listen for names on this network interface only' -r
complete -c smr -n "__fish_smr_using_subcommand config; and __fish_seen_subcommand_from set" -l user -d 'The user of the gateway' -r
complete -c smr -n "__fish_smr_using_subcommand config; and __fish_seen_subcommand_from set" -l password-file -d 'The password is in the first line of this file, or of standard input (-)' -r -F
complete -c smr -n "__fish_smr_using_subcommand config; and __fish_seen_subcommand_from set" -l wait -d 'How long a gateway that changes its network is waited for' -r
complete -c smr -n "__fish_smr_using_subcommand config; and __fish_seen_subcommand_from set" -l format -d 'How it is printed' -r -f -a "human\t'Text for people'
json\t'JSON, indented'
jsonl\t'One JSON object a line'"
complete -c smr -n "__fish_smr_using_subcommand config; and __fish_seen_subcommand_from set" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c smr -n "__fish_smr_using_subcommand config; and __fish_seen_subcommand_from set" -l dry-run -d 'Only say what would be changed'
complete -c smr -n "__fish_smr_using_subcommand config; and __fish_seen_subcommand_from set" -l yes -d 'Do it without asking'
complete -c smr -n "__fish_smr_using_subcommand config; and __fish_seen_subcommand_from set" -l json -d 'Short for `--format json`'
complete -c smr -n "__fish_smr_using_subcommand config; and __fish_seen_subcommand_from set" -s q -l quiet -d 'Say less: only errors'
complete -c smr -n "__fish_smr_using_subcommand config; and __fish_seen_subcommand_from set" -s v -l verbose -d 'Say more; repeat for still more'
complete -c smr -n "__fish_smr_using_subcommand config; and __fish_seen_subcommand_from set" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c smr -n "__fish_smr_using_subcommand config; and __fish_seen_subcommand_from edit" -l timeout -d 'How long each answer is waited for' -r
complete -c smr -n "__fish_smr_using_subcommand config; and __fish_seen_subcommand_from edit" -l mdns-port -d 'The UDP port of mDNS, for tests' -r
complete -c smr -n "__fish_smr_using_subcommand config; and __fish_seen_subcommand_from edit" -l interface -d 'Listen for names on this network interface only' -r
complete -c smr -n "__fish_smr_using_subcommand config; and __fish_seen_subcommand_from edit" -l user -d 'The user of the gateway' -r
complete -c smr -n "__fish_smr_using_subcommand config; and __fish_seen_subcommand_from edit" -l password-file -d 'The password is in the first line of this file, or of standard input (-)' -r -F
complete -c smr -n "__fish_smr_using_subcommand config; and __fish_seen_subcommand_from edit" -l wait -d 'How long a gateway that changes its network is waited for' -r
complete -c smr -n "__fish_smr_using_subcommand config; and __fish_seen_subcommand_from edit" -l format -d 'How it is printed' -r -f -a "human\t'Text for people'
json\t'JSON, indented'
jsonl\t'One JSON object a line'"
complete -c smr -n "__fish_smr_using_subcommand config; and __fish_seen_subcommand_from edit" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c smr -n "__fish_smr_using_subcommand config; and __fish_seen_subcommand_from edit" -l dry-run -d 'Only say what would be changed'
complete -c smr -n "__fish_smr_using_subcommand config; and __fish_seen_subcommand_from edit" -l yes -d 'Do it without asking'
complete -c smr -n "__fish_smr_using_subcommand config; and __fish_seen_subcommand_from edit" -l json -d 'Short for `--format json`'
complete -c smr -n "__fish_smr_using_subcommand config; and __fish_seen_subcommand_from edit" -s q -l quiet -d 'Say less: only errors'
complete -c smr -n "__fish_smr_using_subcommand config; and __fish_seen_subcommand_from edit" -s v -l verbose -d 'Say more; repeat for still more'
complete -c smr -n "__fish_smr_using_subcommand config; and __fish_seen_subcommand_from edit" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c smr -n "__fish_smr_using_subcommand config; and __fish_seen_subcommand_from export" -l timeout -d 'How long each answer is waited for' -r
complete -c smr -n "__fish_smr_using_subcommand config; and __fish_seen_subcommand_from export" -l mdns-port -d 'The UDP port of mDNS, for tests' -r
complete -c smr -n "__fish_smr_using_subcommand config; and __fish_seen_subcommand_from export" -l interface -d 'Listen for names on this network interface only' -r
complete -c smr -n "__fish_smr_using_subcommand config; and __fish_seen_subcommand_from export" -s o -l output -d 'Write into this file' -r -F
complete -c smr -n "__fish_smr_using_subcommand config; and __fish_seen_subcommand_from export" -l user -d 'The user of the gateway' -r
complete -c smr -n "__fish_smr_using_subcommand config; and __fish_seen_subcommand_from export" -l password-file -d 'The password is in the first line of this file, or of standard input (-)' -r -F
complete -c smr -n "__fish_smr_using_subcommand config; and __fish_seen_subcommand_from export" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c smr -n "__fish_smr_using_subcommand config; and __fish_seen_subcommand_from export" -l force -d 'Replace a file that exists'
complete -c smr -n "__fish_smr_using_subcommand config; and __fish_seen_subcommand_from export" -s q -l quiet -d 'Say less: only errors'
complete -c smr -n "__fish_smr_using_subcommand config; and __fish_seen_subcommand_from export" -s v -l verbose -d 'Say more; repeat for still more'
complete -c smr -n "__fish_smr_using_subcommand config; and __fish_seen_subcommand_from export" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c smr -n "__fish_smr_using_subcommand config; and __fish_seen_subcommand_from import" -l timeout -d 'How long each answer is waited for' -r
complete -c smr -n "__fish_smr_using_subcommand config; and __fish_seen_subcommand_from import" -l mdns-port -d 'The UDP port of mDNS, for tests' -r
complete -c smr -n "__fish_smr_using_subcommand config; and __fish_seen_subcommand_from import" -l interface -d 'Listen for names on this network interface only' -r
complete -c smr -n "__fish_smr_using_subcommand config; and __fish_seen_subcommand_from import" -l user -d 'The user of the gateway' -r
complete -c smr -n "__fish_smr_using_subcommand config; and __fish_seen_subcommand_from import" -l password-file -d 'The password is in the first line of this file, or of standard input (-)' -r -F
complete -c smr -n "__fish_smr_using_subcommand config; and __fish_seen_subcommand_from import" -l wait -d 'How long a gateway that changes its network is waited for' -r
complete -c smr -n "__fish_smr_using_subcommand config; and __fish_seen_subcommand_from import" -l format -d 'How it is printed' -r -f -a "human\t'Text for people'
json\t'JSON, indented'
jsonl\t'One JSON object a line'"
complete -c smr -n "__fish_smr_using_subcommand config; and __fish_seen_subcommand_from import" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c smr -n "__fish_smr_using_subcommand config; and __fish_seen_subcommand_from import" -l dry-run -d 'Only say what would be changed'
complete -c smr -n "__fish_smr_using_subcommand config; and __fish_seen_subcommand_from import" -l yes -d 'Do it without asking'
complete -c smr -n "__fish_smr_using_subcommand config; and __fish_seen_subcommand_from import" -l json -d 'Short for `--format json`'
complete -c smr -n "__fish_smr_using_subcommand config; and __fish_seen_subcommand_from import" -s q -l quiet -d 'Say less: only errors'
complete -c smr -n "__fish_smr_using_subcommand config; and __fish_seen_subcommand_from import" -s v -l verbose -d 'Say more; repeat for still more'
complete -c smr -n "__fish_smr_using_subcommand config; and __fish_seen_subcommand_from import" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c smr -n "__fish_smr_using_subcommand config; and __fish_seen_subcommand_from diff" -l timeout -d 'How long each answer is waited for' -r
complete -c smr -n "__fish_smr_using_subcommand config; and __fish_seen_subcommand_from diff" -l mdns-port -d 'The UDP port of mDNS, for tests' -r
complete -c smr -n "__fish_smr_using_subcommand config; and __fish_seen_subcommand_from diff" -l interface -d 'Listen for names on this network interface only' -r
complete -c smr -n "__fish_smr_using_subcommand config; and __fish_seen_subcommand_from diff" -l user -d 'The user of the gateway' -r
complete -c smr -n "__fish_smr_using_subcommand config; and __fish_seen_subcommand_from diff" -l password-file -d 'The password is in the first line of this file, or of standard input (-)' -r -F
complete -c smr -n "__fish_smr_using_subcommand config; and __fish_seen_subcommand_from diff" -l format -d 'How it is printed' -r -f -a "human\t'Text for people'
json\t'JSON, indented'
jsonl\t'One JSON object a line'"
complete -c smr -n "__fish_smr_using_subcommand config; and __fish_seen_subcommand_from diff" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c smr -n "__fish_smr_using_subcommand config; and __fish_seen_subcommand_from diff" -l json -d 'Short for `--format json`'
complete -c smr -n "__fish_smr_using_subcommand config; and __fish_seen_subcommand_from diff" -s q -l quiet -d 'Say less: only errors'
complete -c smr -n "__fish_smr_using_subcommand config; and __fish_seen_subcommand_from diff" -s v -l verbose -d 'Say more; repeat for still more'
complete -c smr -n "__fish_smr_using_subcommand config; and __fish_seen_subcommand_from diff" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c smr -n "__fish_smr_using_subcommand config; and __fish_seen_subcommand_from list" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c smr -n "__fish_smr_using_subcommand config; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Say less: only errors'
complete -c smr -n "__fish_smr_using_subcommand config; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Say more; repeat for still more'
complete -c smr -n "__fish_smr_using_subcommand config; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c smr -n "__fish_smr_using_subcommand config; and __fish_seen_subcommand_from show" -l format -d 'How it is printed' -r -f -a "human\t'Text for people'
json\t'JSON, indented'
jsonl\t'One JSON object a line'"
complete -c smr -n "__fish_smr_using_subcommand config; and __fish_seen_subcommand_from show" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c smr -n "__fish_smr_using_subcommand config; and __fish_seen_subcommand_from show" -l local -d 'The values of this computer; those of a gateway: smr config get GATEWAY'
complete -c smr -n "__fish_smr_using_subcommand config; and __fish_seen_subcommand_from show" -l json -d 'Short for `--format json`'
complete -c smr -n "__fish_smr_using_subcommand config; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Say less: only errors'
complete -c smr -n "__fish_smr_using_subcommand config; and __fish_seen_subcommand_from show" -s v -l verbose -d 'Say more; repeat for still more'
complete -c smr -n "__fish_smr_using_subcommand config; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c smr -n "__fish_smr_using_subcommand config; and __fish_seen_subcommand_from help" -f -a "get" -d 'Show the settings of a gateway'
complete -c smr -n "__fish_smr_using_subcommand config; and __fish_seen_subcommand_from help" -f -a "set" -d 'Change settings of one gateway or several'
complete -c smr -n "__fish_smr_using_subcommand config; and __fish_seen_subcommand_from help" -f -a "edit" -d 'Change the settings of a gateway in an editor'
complete -c smr -n "__fish_smr_using_subcommand config; and __fish_seen_subcommand_from help" -f -a "export" -d 'Write the settings of a gateway as TOML'
complete -c smr -n "__fish_smr_using_subcommand config; and __fish_seen_subcommand_from help" -f -a "import" -d 'Make gateways have the settings of a TOML file'
complete -c smr -n "__fish_smr_using_subcommand config; and __fish_seen_subcommand_from help" -f -a "diff" -d 'Compare the settings of two gateways, or of a gateway and a file'
complete -c smr -n "__fish_smr_using_subcommand config; and __fish_seen_subcommand_from help" -f -a "list" -d 'Show every setting that there is, what it takes and what it is for'
complete -c smr -n "__fish_smr_using_subcommand config; and __fish_seen_subcommand_from help" -f -a "show" -d 'Show what this program goes by on this computer, and where each value comes from'
complete -c smr -n "__fish_smr_using_subcommand config; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c smr -n "__fish_smr_using_subcommand restart" -l timeout -d 'How long each answer is waited for' -r
complete -c smr -n "__fish_smr_using_subcommand restart" -l mdns-port -d 'The UDP port of mDNS, for tests' -r
complete -c smr -n "__fish_smr_using_subcommand restart" -l interface -d 'Listen for names on this network interface only' -r
complete -c smr -n "__fish_smr_using_subcommand restart" -l user -d 'The user of the gateway' -r
complete -c smr -n "__fish_smr_using_subcommand restart" -l password-file -d 'The password is in the first line of this file, or of standard input (-)' -r -F
complete -c smr -n "__fish_smr_using_subcommand restart" -l format -d 'How it is printed' -r -f -a "human\t'Text for people'
json\t'JSON, indented'
jsonl\t'One JSON object a line'"
complete -c smr -n "__fish_smr_using_subcommand restart" -l wait -d 'Wait until it is back, for at most this long [default: 60s]' -r
complete -c smr -n "__fish_smr_using_subcommand restart" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c smr -n "__fish_smr_using_subcommand restart" -l json -d 'Short for `--format json`'
complete -c smr -n "__fish_smr_using_subcommand restart" -l yes -d 'Do it without asking'
complete -c smr -n "__fish_smr_using_subcommand restart" -s q -l quiet -d 'Say less: only errors'
complete -c smr -n "__fish_smr_using_subcommand restart" -s v -l verbose -d 'Say more; repeat for still more'
complete -c smr -n "__fish_smr_using_subcommand restart" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c smr -n "__fish_smr_using_subcommand identify" -l timeout -d 'How long each answer is waited for' -r
complete -c smr -n "__fish_smr_using_subcommand identify" -l mdns-port -d 'The UDP port of mDNS, for tests' -r
complete -c smr -n "__fish_smr_using_subcommand identify" -l interface -d 'Listen for names on this network interface only' -r
complete -c smr -n "__fish_smr_using_subcommand identify" -l user -d 'The user of the gateway' -r
complete -c smr -n "__fish_smr_using_subcommand identify" -l password-file -d 'The password is in the first line of this file, or of standard input (-)' -r -F
complete -c smr -n "__fish_smr_using_subcommand identify" -l format -d 'How it is printed' -r -f -a "human\t'Text for people'
json\t'JSON, indented'
jsonl\t'One JSON object a line'"
complete -c smr -n "__fish_smr_using_subcommand identify" -l for -d 'For how long; at least 10 s' -r
complete -c smr -n "__fish_smr_using_subcommand identify" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c smr -n "__fish_smr_using_subcommand identify" -l json -d 'Short for `--format json`'
complete -c smr -n "__fish_smr_using_subcommand identify" -s q -l quiet -d 'Say less: only errors'
complete -c smr -n "__fish_smr_using_subcommand identify" -s v -l verbose -d 'Say more; repeat for still more'
complete -c smr -n "__fish_smr_using_subcommand identify" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c smr -n "__fish_smr_using_subcommand reset" -l timeout -d 'How long each answer is waited for' -r
complete -c smr -n "__fish_smr_using_subcommand reset" -l mdns-port -d 'The UDP port of mDNS, for tests' -r
complete -c smr -n "__fish_smr_using_subcommand reset" -l interface -d 'Listen for names on this network interface only' -r
complete -c smr -n "__fish_smr_using_subcommand reset" -l user -d 'The user of the gateway' -r
complete -c smr -n "__fish_smr_using_subcommand reset" -l password-file -d 'The password is in the first line of this file, or of standard input (-)' -r -F
complete -c smr -n "__fish_smr_using_subcommand reset" -l format -d 'How it is printed' -r -f -a "human\t'Text for people'
json\t'JSON, indented'
jsonl\t'One JSON object a line'"
complete -c smr -n "__fish_smr_using_subcommand reset" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c smr -n "__fish_smr_using_subcommand reset" -l all -d 'Forget everything'
complete -c smr -n "__fish_smr_using_subcommand reset" -l wifi -d 'Forget the network only'
complete -c smr -n "__fish_smr_using_subcommand reset" -l yes -d 'Do it without asking'
complete -c smr -n "__fish_smr_using_subcommand reset" -l json -d 'Short for `--format json`'
complete -c smr -n "__fish_smr_using_subcommand reset" -s q -l quiet -d 'Say less: only errors'
complete -c smr -n "__fish_smr_using_subcommand reset" -s v -l verbose -d 'Say more; repeat for still more'
complete -c smr -n "__fish_smr_using_subcommand reset" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c smr -n "__fish_smr_using_subcommand watch" -l key -d 'Key of a meter that encrypts, 32 hexadecimal digits; others can see it: a key file is safer' -r
complete -c smr -n "__fish_smr_using_subcommand watch" -l auth-key -d 'Its authentication key, to prove that telegrams are genuine' -r
complete -c smr -n "__fish_smr_using_subcommand watch" -l key-file -d 'File with the keys of one or more meters, by system title or number' -r -F
complete -c smr -n "__fish_smr_using_subcommand watch" -l format -d 'Print each telegram instead of showing the screen' -r -f -a "human\t'One line of the main figures'
jsonl\t'One JSON object a line'"
complete -c smr -n "__fish_smr_using_subcommand watch" -l count -d 'End after this many telegrams' -r
complete -c smr -n "__fish_smr_using_subcommand watch" -l for -d 'End after this long' -r
complete -c smr -n "__fish_smr_using_subcommand watch" -l snapshot-dir -d 'Where snapshots and recordings of the screen go [default: the current directory]' -r -F
complete -c smr -n "__fish_smr_using_subcommand watch" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c smr -n "__fish_smr_using_subcommand watch" -l ascii -d 'Draw with ASCII characters only'
complete -c smr -n "__fish_smr_using_subcommand watch" -s q -l quiet -d 'Say less: only errors'
complete -c smr -n "__fish_smr_using_subcommand watch" -s v -l verbose -d 'Say more; repeat for still more'
complete -c smr -n "__fish_smr_using_subcommand watch" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c smr -n "__fish_smr_using_subcommand decode" -l key -d 'Key of a meter that encrypts, 32 hexadecimal digits; others can see it: a key file is safer' -r
complete -c smr -n "__fish_smr_using_subcommand decode" -l auth-key -d 'Its authentication key, to prove that telegrams are genuine' -r
complete -c smr -n "__fish_smr_using_subcommand decode" -l key-file -d 'File with the keys of one or more meters, by system title or number' -r -F
complete -c smr -n "__fish_smr_using_subcommand decode" -l format -d 'How telegrams are printed' -r -f -a "human\t'Text for people'
json\t'One indented JSON object per telegram'
jsonl\t'One JSON object a line'
csv\t'CSV with a header, one row a value'
none\t'Only the summary'"
complete -c smr -n "__fish_smr_using_subcommand decode" -l profile -d 'Print what the registers counted in each interval instead of telegrams' -r -f -a "60s\t'A minute, as in TAF 14'
15min\t'A quarter of an hour, as in TAF 7'
hour\t'An hour'
day\t'A day, from midnight to midnight by the clock of the meter'"
complete -c smr -n "__fish_smr_using_subcommand decode" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c smr -n "__fish_smr_using_subcommand decode" -l json -d 'Short for `--format json`'
complete -c smr -n "__fish_smr_using_subcommand decode" -l noise -d 'Also print where bytes belong to no telegram'
complete -c smr -n "__fish_smr_using_subcommand decode" -l strict -d 'Fail if any telegram has a wrong checksum'
complete -c smr -n "__fish_smr_using_subcommand decode" -s q -l quiet -d 'Say less: only errors'
complete -c smr -n "__fish_smr_using_subcommand decode" -s v -l verbose -d 'Say more; repeat for still more'
complete -c smr -n "__fish_smr_using_subcommand decode" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c smr -n "__fish_smr_using_subcommand record" -l key -d 'Key of a meter that encrypts, 32 hexadecimal digits; others can see it: a key file is safer' -r
complete -c smr -n "__fish_smr_using_subcommand record" -l auth-key -d 'Its authentication key, to prove that telegrams are genuine' -r
complete -c smr -n "__fish_smr_using_subcommand record" -l key-file -d 'File with the keys of one or more meters, by system title or number' -r -F
complete -c smr -n "__fish_smr_using_subcommand record" -s o -l output -d 'The file to write' -r -F
complete -c smr -n "__fish_smr_using_subcommand record" -l for -d 'Stop after this long' -r
complete -c smr -n "__fish_smr_using_subcommand record" -l rotate-size -d 'Begin a new file when one has this size: 500k, 50MB, 1G' -r
complete -c smr -n "__fish_smr_using_subcommand record" -l rotate-every -d 'Begin a new file after this long, at whole multiples of UTC time' -r
complete -c smr -n "__fish_smr_using_subcommand record" -l keep -d 'Keep this many files of a rotation and delete older ones' -r
complete -c smr -n "__fish_smr_using_subcommand record" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c smr -n "__fish_smr_using_subcommand record" -l append -d 'Write on behind what is in the file'
complete -c smr -n "__fish_smr_using_subcommand record" -l force -d 'Write over the file'
complete -c smr -n "__fish_smr_using_subcommand record" -s q -l quiet -d 'Say less: only errors'
complete -c smr -n "__fish_smr_using_subcommand record" -s v -l verbose -d 'Say more; repeat for still more'
complete -c smr -n "__fish_smr_using_subcommand record" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c smr -n "__fish_smr_using_subcommand replay" -l tcp -d 'Serve TCP clients on this address; port 0 takes a free one and says which' -r
complete -c smr -n "__fish_smr_using_subcommand replay" -l speed -d 'How many times as fast as the original, or max' -r
complete -c smr -n "__fish_smr_using_subcommand replay" -l interval -d 'Time between telegrams of a file without times' -r
complete -c smr -n "__fish_smr_using_subcommand replay" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c smr -n "__fish_smr_using_subcommand replay" -l pty -d 'Make a pseudo-terminal, print its path and write to it'
complete -c smr -n "__fish_smr_using_subcommand replay" -l loop -d 'Begin again at the end, until stopped'
complete -c smr -n "__fish_smr_using_subcommand replay" -l no-wait -d 'Begin with --tcp at once instead of with the first client (--loop always does)'
complete -c smr -n "__fish_smr_using_subcommand replay" -s q -l quiet -d 'Say less: only errors'
complete -c smr -n "__fish_smr_using_subcommand replay" -s v -l verbose -d 'Say more; repeat for still more'
complete -c smr -n "__fish_smr_using_subcommand replay" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c smr -n "__fish_smr_using_subcommand flash; and not __fish_seen_subcommand_from list-ports info read verify erase help" -l image -d 'The firmware [default: the newest for the board in `smr firmware list`]' -r -F
complete -c smr -n "__fish_smr_using_subcommand flash; and not __fish_seen_subcommand_from list-ports info read verify erase help" -l version -d 'Which version of `smr firmware list`, instead of the newest' -r
complete -c smr -n "__fish_smr_using_subcommand flash; and not __fish_seen_subcommand_from list-ports info read verify erase help" -l board -d 'Use the chip as this board, which may have less flash than the chip [default: by the size of the flash]' -r
complete -c smr -n "__fish_smr_using_subcommand flash; and not __fish_seen_subcommand_from list-ports info read verify erase help" -l port -d 'The serial port [default: the one that looks like a board\'s]' -r
complete -c smr -n "__fish_smr_using_subcommand flash; and not __fish_seen_subcommand_from list-ports info read verify erase help" -l baud -d 'The fastest speed, in bits per second; a slower one is taken where it does not work' -r
complete -c smr -n "__fish_smr_using_subcommand flash; and not __fish_seen_subcommand_from list-ports info read verify erase help" -l before -d 'How the board gets into its boot loader' -r -f -a "default\t'A reset over DTR and RTS, where the port has them'
no-reset\t'By hand: the control lines stay as they are'"
complete -c smr -n "__fish_smr_using_subcommand flash; and not __fish_seen_subcommand_from list-ports info read verify erase help" -l timeout -d 'For how long the boot loader is waited for' -r
complete -c smr -n "__fish_smr_using_subcommand flash; and not __fish_seen_subcommand_from list-ports info read verify erase help" -l after -d 'How the board is left' -r -f -a "default\t'What is in the flash starts'
no-reset\t'It stays in its boot loader'"
complete -c smr -n "__fish_smr_using_subcommand flash; and not __fish_seen_subcommand_from list-ports info read verify erase help" -l backup -d 'Save all that is in the flash to this file first' -r -F
complete -c smr -n "__fish_smr_using_subcommand flash; and not __fish_seen_subcommand_from list-ports info read verify erase help" -l restore -d 'Give the board back what --backup or `smr flash read` saved' -r -F
complete -c smr -n "__fish_smr_using_subcommand flash; and not __fish_seen_subcommand_from list-ports info read verify erase help" -l boot-timeout -d 'For how long the gateway\'s first words are waited for' -r
complete -c smr -n "__fish_smr_using_subcommand flash; and not __fish_seen_subcommand_from list-ports info read verify erase help" -l provision -d 'Then set it up as this file says and wait for its first telegram, as smr commission does' -r -F
complete -c smr -n "__fish_smr_using_subcommand flash; and not __fish_seen_subcommand_from list-ports info read verify erase help" -l mdns-port -d 'The UDP port of mDNS, for tests' -r
complete -c smr -n "__fish_smr_using_subcommand flash; and not __fish_seen_subcommand_from list-ports info read verify erase help" -l interface -d 'Listen for the gateway on this network interface only' -r
complete -c smr -n "__fish_smr_using_subcommand flash; and not __fish_seen_subcommand_from list-ports info read verify erase help" -l format -d 'How it is printed' -r -f -a "human\t'Text for people'
json\t'One JSON object at the end'
jsonl\t'One JSON object a line for everything that happens'"
complete -c smr -n "__fish_smr_using_subcommand flash; and not __fish_seen_subcommand_from list-ports info read verify erase help" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c smr -n "__fish_smr_using_subcommand flash; and not __fish_seen_subcommand_from list-ports info read verify erase help" -l wait -d 'Wait until the port is there'
complete -c smr -n "__fish_smr_using_subcommand flash; and not __fish_seen_subcommand_from list-ports info read verify erase help" -l no-stub -d 'Use only the loader in the chip\'s ROM: 115200 baud, no verification, no reading'
complete -c smr -n "__fish_smr_using_subcommand flash; and not __fish_seen_subcommand_from list-ports info read verify erase help" -l erase-all -d 'Erase all else, too: settings, Wi-Fi, what another firmware left'
complete -c smr -n "__fish_smr_using_subcommand flash; and not __fish_seen_subcommand_from list-ports info read verify erase help" -l yes -d 'Do it without asking'
complete -c smr -n "__fish_smr_using_subcommand flash; and not __fish_seen_subcommand_from list-ports info read verify erase help" -l dry-run -d 'Only look at the board and say what would be done'
complete -c smr -n "__fish_smr_using_subcommand flash; and not __fish_seen_subcommand_from list-ports info read verify erase help" -l remember -d 'Keep the new admin password for later commands, as smr login does'
complete -c smr -n "__fish_smr_using_subcommand flash; and not __fish_seen_subcommand_from list-ports info read verify erase help" -l monitor -d 'Then show what the board says, with what it means, until Ctrl-C'
complete -c smr -n "__fish_smr_using_subcommand flash; and not __fish_seen_subcommand_from list-ports info read verify erase help" -l json -d 'Short for `--format json`'
complete -c smr -n "__fish_smr_using_subcommand flash; and not __fish_seen_subcommand_from list-ports info read verify erase help" -s q -l quiet -d 'Say less: only errors'
complete -c smr -n "__fish_smr_using_subcommand flash; and not __fish_seen_subcommand_from list-ports info read verify erase help" -s v -l verbose -d 'Say more; repeat for still more'
complete -c smr -n "__fish_smr_using_subcommand flash; and not __fish_seen_subcommand_from list-ports info read verify erase help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c smr -n "__fish_smr_using_subcommand flash; and not __fish_seen_subcommand_from list-ports info read verify erase help" -f -a "list-ports" -d 'Show the serial ports that a board may be on, the most probable first'
complete -c smr -n "__fish_smr_using_subcommand flash; and not __fish_seen_subcommand_from list-ports info read verify erase help" -f -a "info" -d 'Show what is on a port: the chip, its MAC address and flash, and the gateway that is in it'
complete -c smr -n "__fish_smr_using_subcommand flash; and not __fish_seen_subcommand_from list-ports info read verify erase help" -f -a "read" -d 'Save what is in a board\'s flash'
complete -c smr -n "__fish_smr_using_subcommand flash; and not __fish_seen_subcommand_from list-ports info read verify erase help" -f -a "verify" -d 'Check that a board\'s flash holds an image, byte for byte'
complete -c smr -n "__fish_smr_using_subcommand flash; and not __fish_seen_subcommand_from list-ports info read verify erase help" -f -a "erase" -d 'Erase all of a board\'s flash: firmware, settings, Wi-Fi'
complete -c smr -n "__fish_smr_using_subcommand flash; and not __fish_seen_subcommand_from list-ports info read verify erase help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c smr -n "__fish_smr_using_subcommand flash; and __fish_seen_subcommand_from list-ports" -l format -d 'How it is printed' -r -f -a "human\t'Text for people'
json\t'One indented JSON object'"
complete -c smr -n "__fish_smr_using_subcommand flash; and __fish_seen_subcommand_from list-ports" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c smr -n "__fish_smr_using_subcommand flash; and __fish_seen_subcommand_from list-ports" -l json -d 'Short for `--format json`'
complete -c smr -n "__fish_smr_using_subcommand flash; and __fish_seen_subcommand_from list-ports" -s q -l quiet -d 'Say less: only errors'
complete -c smr -n "__fish_smr_using_subcommand flash; and __fish_seen_subcommand_from list-ports" -s v -l verbose -d 'Say more; repeat for still more'
complete -c smr -n "__fish_smr_using_subcommand flash; and __fish_seen_subcommand_from list-ports" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c smr -n "__fish_smr_using_subcommand flash; and __fish_seen_subcommand_from info" -l port -d 'The serial port [default: the one that looks like a board\'s]' -r
complete -c smr -n "__fish_smr_using_subcommand flash; and __fish_seen_subcommand_from info" -l baud -d 'The fastest speed, in bits per second; a slower one is taken where it does not work' -r
complete -c smr -n "__fish_smr_using_subcommand flash; and __fish_seen_subcommand_from info" -l before -d 'How the board gets into its boot loader' -r -f -a "default\t'A reset over DTR and RTS, where the port has them'
no-reset\t'By hand: the control lines stay as they are'"
complete -c smr -n "__fish_smr_using_subcommand flash; and __fish_seen_subcommand_from info" -l timeout -d 'For how long the boot loader is waited for' -r
complete -c smr -n "__fish_smr_using_subcommand flash; and __fish_seen_subcommand_from info" -l after -d 'How the board is left' -r -f -a "default\t'What is in the flash starts'
no-reset\t'It stays in its boot loader'"
complete -c smr -n "__fish_smr_using_subcommand flash; and __fish_seen_subcommand_from info" -l format -d 'How it is printed' -r -f -a "human\t'Text for people'
json\t'One indented JSON object'"
complete -c smr -n "__fish_smr_using_subcommand flash; and __fish_seen_subcommand_from info" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c smr -n "__fish_smr_using_subcommand flash; and __fish_seen_subcommand_from info" -l wait -d 'Wait until the port is there'
complete -c smr -n "__fish_smr_using_subcommand flash; and __fish_seen_subcommand_from info" -l no-stub -d 'Use only the loader in the chip\'s ROM: 115200 baud, no verification, no reading'
complete -c smr -n "__fish_smr_using_subcommand flash; and __fish_seen_subcommand_from info" -l json -d 'Short for `--format json`'
complete -c smr -n "__fish_smr_using_subcommand flash; and __fish_seen_subcommand_from info" -s q -l quiet -d 'Say less: only errors'
complete -c smr -n "__fish_smr_using_subcommand flash; and __fish_seen_subcommand_from info" -s v -l verbose -d 'Say more; repeat for still more'
complete -c smr -n "__fish_smr_using_subcommand flash; and __fish_seen_subcommand_from info" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c smr -n "__fish_smr_using_subcommand flash; and __fish_seen_subcommand_from read" -s o -l output -d 'The file to write' -r -F
complete -c smr -n "__fish_smr_using_subcommand flash; and __fish_seen_subcommand_from read" -l address -d 'Where to begin, in bytes' -r
complete -c smr -n "__fish_smr_using_subcommand flash; and __fish_seen_subcommand_from read" -l size -d 'How many bytes [default: up to the end]' -r
complete -c smr -n "__fish_smr_using_subcommand flash; and __fish_seen_subcommand_from read" -l port -d 'The serial port [default: the one that looks like a board\'s]' -r
complete -c smr -n "__fish_smr_using_subcommand flash; and __fish_seen_subcommand_from read" -l baud -d 'The fastest speed, in bits per second; a slower one is taken where it does not work' -r
complete -c smr -n "__fish_smr_using_subcommand flash; and __fish_seen_subcommand_from read" -l before -d 'How the board gets into its boot loader' -r -f -a "default\t'A reset over DTR and RTS, where the port has them'
no-reset\t'By hand: the control lines stay as they are'"
complete -c smr -n "__fish_smr_using_subcommand flash; and __fish_seen_subcommand_from read" -l timeout -d 'For how long the boot loader is waited for' -r
complete -c smr -n "__fish_smr_using_subcommand flash; and __fish_seen_subcommand_from read" -l after -d 'How the board is left' -r -f -a "default\t'What is in the flash starts'
no-reset\t'It stays in its boot loader'"
complete -c smr -n "__fish_smr_using_subcommand flash; and __fish_seen_subcommand_from read" -l format -d 'How it is printed' -r -f -a "human\t'Text for people'
json\t'One JSON object at the end'
jsonl\t'One JSON object a line for everything that happens'"
complete -c smr -n "__fish_smr_using_subcommand flash; and __fish_seen_subcommand_from read" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c smr -n "__fish_smr_using_subcommand flash; and __fish_seen_subcommand_from read" -l force -d 'Replace the file if it is there already'
complete -c smr -n "__fish_smr_using_subcommand flash; and __fish_seen_subcommand_from read" -l wait -d 'Wait until the port is there'
complete -c smr -n "__fish_smr_using_subcommand flash; and __fish_seen_subcommand_from read" -l no-stub -d 'Use only the loader in the chip\'s ROM: 115200 baud, no verification, no reading'
complete -c smr -n "__fish_smr_using_subcommand flash; and __fish_seen_subcommand_from read" -l json -d 'Short for `--format json`'
complete -c smr -n "__fish_smr_using_subcommand flash; and __fish_seen_subcommand_from read" -s q -l quiet -d 'Say less: only errors'
complete -c smr -n "__fish_smr_using_subcommand flash; and __fish_seen_subcommand_from read" -s v -l verbose -d 'Say more; repeat for still more'
complete -c smr -n "__fish_smr_using_subcommand flash; and __fish_seen_subcommand_from read" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c smr -n "__fish_smr_using_subcommand flash; and __fish_seen_subcommand_from verify" -l image -d 'What it should hold' -r -F
complete -c smr -n "__fish_smr_using_subcommand flash; and __fish_seen_subcommand_from verify" -l port -d 'The serial port [default: the one that looks like a board\'s]' -r
complete -c smr -n "__fish_smr_using_subcommand flash; and __fish_seen_subcommand_from verify" -l baud -d 'The fastest speed, in bits per second; a slower one is taken where it does not work' -r
complete -c smr -n "__fish_smr_using_subcommand flash; and __fish_seen_subcommand_from verify" -l before -d 'How the board gets into its boot loader' -r -f -a "default\t'A reset over DTR and RTS, where the port has them'
no-reset\t'By hand: the control lines stay as they are'"
complete -c smr -n "__fish_smr_using_subcommand flash; and __fish_seen_subcommand_from verify" -l timeout -d 'For how long the boot loader is waited for' -r
complete -c smr -n "__fish_smr_using_subcommand flash; and __fish_seen_subcommand_from verify" -l after -d 'How the board is left' -r -f -a "default\t'What is in the flash starts'
no-reset\t'It stays in its boot loader'"
complete -c smr -n "__fish_smr_using_subcommand flash; and __fish_seen_subcommand_from verify" -l format -d 'How it is printed' -r -f -a "human\t'Text for people'
json\t'One indented JSON object'"
complete -c smr -n "__fish_smr_using_subcommand flash; and __fish_seen_subcommand_from verify" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c smr -n "__fish_smr_using_subcommand flash; and __fish_seen_subcommand_from verify" -l wait -d 'Wait until the port is there'
complete -c smr -n "__fish_smr_using_subcommand flash; and __fish_seen_subcommand_from verify" -l no-stub -d 'Use only the loader in the chip\'s ROM: 115200 baud, no verification, no reading'
complete -c smr -n "__fish_smr_using_subcommand flash; and __fish_seen_subcommand_from verify" -l json -d 'Short for `--format json`'
complete -c smr -n "__fish_smr_using_subcommand flash; and __fish_seen_subcommand_from verify" -s q -l quiet -d 'Say less: only errors'
complete -c smr -n "__fish_smr_using_subcommand flash; and __fish_seen_subcommand_from verify" -s v -l verbose -d 'Say more; repeat for still more'
complete -c smr -n "__fish_smr_using_subcommand flash; and __fish_seen_subcommand_from verify" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c smr -n "__fish_smr_using_subcommand flash; and __fish_seen_subcommand_from erase" -l port -d 'The serial port [default: the one that looks like a board\'s]' -r
complete -c smr -n "__fish_smr_using_subcommand flash; and __fish_seen_subcommand_from erase" -l baud -d 'The fastest speed, in bits per second; a slower one is taken where it does not work' -r
complete -c smr -n "__fish_smr_using_subcommand flash; and __fish_seen_subcommand_from erase" -l before -d 'How the board gets into its boot loader' -r -f -a "default\t'A reset over DTR and RTS, where the port has them'
no-reset\t'By hand: the control lines stay as they are'"
complete -c smr -n "__fish_smr_using_subcommand flash; and __fish_seen_subcommand_from erase" -l timeout -d 'For how long the boot loader is waited for' -r
complete -c smr -n "__fish_smr_using_subcommand flash; and __fish_seen_subcommand_from erase" -l after -d 'How the board is left' -r -f -a "default\t'What is in the flash starts'
no-reset\t'It stays in its boot loader'"
complete -c smr -n "__fish_smr_using_subcommand flash; and __fish_seen_subcommand_from erase" -l format -d 'How it is printed' -r -f -a "human\t'Text for people'
json\t'One JSON object at the end'
jsonl\t'One JSON object a line for everything that happens'"
complete -c smr -n "__fish_smr_using_subcommand flash; and __fish_seen_subcommand_from erase" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c smr -n "__fish_smr_using_subcommand flash; and __fish_seen_subcommand_from erase" -l wait -d 'Wait until the port is there'
complete -c smr -n "__fish_smr_using_subcommand flash; and __fish_seen_subcommand_from erase" -l no-stub -d 'Use only the loader in the chip\'s ROM: 115200 baud, no verification, no reading'
complete -c smr -n "__fish_smr_using_subcommand flash; and __fish_seen_subcommand_from erase" -l yes -d 'Do it without asking'
complete -c smr -n "__fish_smr_using_subcommand flash; and __fish_seen_subcommand_from erase" -l dry-run -d 'Only look at the board and say what would be done'
complete -c smr -n "__fish_smr_using_subcommand flash; and __fish_seen_subcommand_from erase" -l json -d 'Short for `--format json`'
complete -c smr -n "__fish_smr_using_subcommand flash; and __fish_seen_subcommand_from erase" -s q -l quiet -d 'Say less: only errors'
complete -c smr -n "__fish_smr_using_subcommand flash; and __fish_seen_subcommand_from erase" -s v -l verbose -d 'Say more; repeat for still more'
complete -c smr -n "__fish_smr_using_subcommand flash; and __fish_seen_subcommand_from erase" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c smr -n "__fish_smr_using_subcommand flash; and __fish_seen_subcommand_from help" -f -a "list-ports" -d 'Show the serial ports that a board may be on, the most probable first'
complete -c smr -n "__fish_smr_using_subcommand flash; and __fish_seen_subcommand_from help" -f -a "info" -d 'Show what is on a port: the chip, its MAC address and flash, and the gateway that is in it'
complete -c smr -n "__fish_smr_using_subcommand flash; and __fish_seen_subcommand_from help" -f -a "read" -d 'Save what is in a board\'s flash'
complete -c smr -n "__fish_smr_using_subcommand flash; and __fish_seen_subcommand_from help" -f -a "verify" -d 'Check that a board\'s flash holds an image, byte for byte'
complete -c smr -n "__fish_smr_using_subcommand flash; and __fish_seen_subcommand_from help" -f -a "erase" -d 'Erase all of a board\'s flash: firmware, settings, Wi-Fi'
complete -c smr -n "__fish_smr_using_subcommand flash; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c smr -n "__fish_smr_using_subcommand provision" -l port -d 'The serial port that the gateway is on' -r
complete -c smr -n "__fish_smr_using_subcommand provision" -l gateway -d 'The gateway\'s address at its own access point, mostly 192.168.4.1' -r
complete -c smr -n "__fish_smr_using_subcommand provision" -l ssid -d 'The Wi-Fi network' -r
complete -c smr -n "__fish_smr_using_subcommand provision" -l wifi-password-file -d 'Its password is in the first line of this file, or of standard input (-)' -r -F
complete -c smr -n "__fish_smr_using_subcommand provision" -l name -d 'The gateway\'s name; without one it goes by its id' -r
complete -c smr -n "__fish_smr_using_subcommand provision" -l admin-password-file -d 'The new admin password, or that of a gateway that keeps the one it has, is in the first line of this file, or of standard input (-)' -r -F
complete -c smr -n "__fish_smr_using_subcommand provision" -l save-admin-password -d 'Make up an admin password and write it into this new file; one that is in it already is taken' -r -F
complete -c smr -n "__fish_smr_using_subcommand provision" -l from -d 'Take what is not given from this file' -r -F
complete -c smr -n "__fish_smr_using_subcommand provision" -l timeout -d 'For how long the gateway is waited for: on its port or address, and later in the network' -r
complete -c smr -n "__fish_smr_using_subcommand provision" -l format -d 'How it is printed' -r -f -a "human\t'Text for people'
json\t'One JSON object at the end'
jsonl\t'One JSON object a line for everything that happens'"
complete -c smr -n "__fish_smr_using_subcommand provision" -l mdns-port -d 'The UDP port of mDNS, for tests' -r
complete -c smr -n "__fish_smr_using_subcommand provision" -l interface -d 'Listen for the gateway on this network interface only' -r
complete -c smr -n "__fish_smr_using_subcommand provision" -l portal -d 'Where an access point is looked for' -r
complete -c smr -n "__fish_smr_using_subcommand provision" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c smr -n "__fish_smr_using_subcommand provision" -l open -d 'The network is open and has no password'
complete -c smr -n "__fish_smr_using_subcommand provision" -l store-passphrase -d 'Give the gateway the passphrase and not the key: for WPA3, and for networks whose name changes'
complete -c smr -n "__fish_smr_using_subcommand provision" -l remember -d 'Keep the new admin password for later commands, as smr login does'
complete -c smr -n "__fish_smr_using_subcommand provision" -l no-input -l yes -d 'Never ask'
complete -c smr -n "__fish_smr_using_subcommand provision" -l dry-run -d 'Only look at the gateway and the networks that it hears'
complete -c smr -n "__fish_smr_using_subcommand provision" -l json -d 'Short for `--format json`'
complete -c smr -n "__fish_smr_using_subcommand provision" -s q -l quiet -d 'Say less: only errors'
complete -c smr -n "__fish_smr_using_subcommand provision" -s v -l verbose -d 'Say more; repeat for still more'
complete -c smr -n "__fish_smr_using_subcommand provision" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c smr -n "__fish_smr_using_subcommand commission" -l image -d 'The firmware [default: the newest for the board in `smr firmware list`]' -r -F
complete -c smr -n "__fish_smr_using_subcommand commission" -l version -d 'Which version of `smr firmware list`, instead of the newest' -r
complete -c smr -n "__fish_smr_using_subcommand commission" -l board -d 'Use the chip as this board, which may have less flash than the chip [default: by the size of the flash]' -r
complete -c smr -n "__fish_smr_using_subcommand commission" -l port -d 'The serial port [default: the one that looks like a board\'s]' -r
complete -c smr -n "__fish_smr_using_subcommand commission" -l baud -d 'The fastest speed, in bits per second; a slower one is taken where it does not work' -r
complete -c smr -n "__fish_smr_using_subcommand commission" -l before -d 'How the board gets into its boot loader' -r -f -a "default\t'A reset over DTR and RTS, where the port has them'
no-reset\t'By hand: the control lines stay as they are'"
complete -c smr -n "__fish_smr_using_subcommand commission" -l timeout -d 'For how long the boot loader is waited for' -r
complete -c smr -n "__fish_smr_using_subcommand commission" -l from -d 'Wi-Fi, name and admin password are in this file, or in files that it names' -r -F
complete -c smr -n "__fish_smr_using_subcommand commission" -l name -d 'The gateway\'s name, instead of that in the file; with --loop, `{number}` is the number of the board' -r
complete -c smr -n "__fish_smr_using_subcommand commission" -l telegram-timeout -d 'For how long the first telegram is waited for' -r
complete -c smr -n "__fish_smr_using_subcommand commission" -l label -d 'Draw a label with a QR code into this file: .svg, .png or .txt' -r
complete -c smr -n "__fish_smr_using_subcommand commission" -l label-link -d 'Where the label\'s QR code leads' -r -f -a "name\t'To the host name, such as kitchen.local'
address\t'To the address'"
complete -c smr -n "__fish_smr_using_subcommand commission" -l first -d 'The number of the first board, for `{number}` in the name' -r
complete -c smr -n "__fish_smr_using_subcommand commission" -l format -d 'How it is printed' -r -f -a "human\t'Text for people'
json\t'One JSON object at the end'
jsonl\t'One JSON object a line for everything that happens'"
complete -c smr -n "__fish_smr_using_subcommand commission" -l mdns-port -d 'The UDP port of mDNS, for tests' -r
complete -c smr -n "__fish_smr_using_subcommand commission" -l interface -d 'Listen for the gateway on this network interface only' -r
complete -c smr -n "__fish_smr_using_subcommand commission" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c smr -n "__fish_smr_using_subcommand commission" -l wait -d 'Wait until the port is there'
complete -c smr -n "__fish_smr_using_subcommand commission" -l no-stub -d 'Use only the loader in the chip\'s ROM: 115200 baud, no verification, no reading'
complete -c smr -n "__fish_smr_using_subcommand commission" -l again -d 'Erase the settings of a gateway that was set up before, and set it up anew'
complete -c smr -n "__fish_smr_using_subcommand commission" -l no-meter -d 'Do not wait for a telegram: for a bench without a meter'
complete -c smr -n "__fish_smr_using_subcommand commission" -l label-password -d 'Put the admin password on the label, too: whoever sees it can then change the gateway'
complete -c smr -n "__fish_smr_using_subcommand commission" -l remember -d 'Keep the admin password for later commands, as smr login does'
complete -c smr -n "__fish_smr_using_subcommand commission" -l loop -d 'One board after the other, until q'
complete -c smr -n "__fish_smr_using_subcommand commission" -l yes -d 'Do it without asking'
complete -c smr -n "__fish_smr_using_subcommand commission" -l json -d 'Short for `--format json`'
complete -c smr -n "__fish_smr_using_subcommand commission" -s q -l quiet -d 'Say less: only errors'
complete -c smr -n "__fish_smr_using_subcommand commission" -s v -l verbose -d 'Say more; repeat for still more'
complete -c smr -n "__fish_smr_using_subcommand commission" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c smr -n "__fish_smr_using_subcommand label" -l timeout -d 'How long each answer is waited for' -r
complete -c smr -n "__fish_smr_using_subcommand label" -l mdns-port -d 'The UDP port of mDNS, for tests' -r
complete -c smr -n "__fish_smr_using_subcommand label" -l interface -d 'Listen for names on this network interface only' -r
complete -c smr -n "__fish_smr_using_subcommand label" -s o -l output -d 'Draw the label into this file: .svg, .png or .txt' -r
complete -c smr -n "__fish_smr_using_subcommand label" -l link -d 'Where the QR code leads' -r -f -a "name\t'To the host name, such as kitchen.local'
address\t'To the address'"
complete -c smr -n "__fish_smr_using_subcommand label" -l user -d 'The user of the gateway' -r
complete -c smr -n "__fish_smr_using_subcommand label" -l password-file -d 'The password is in the first line of this file, or of standard input (-)' -r -F
complete -c smr -n "__fish_smr_using_subcommand label" -l format -d 'How it is printed' -r -f -a "human\t'Text for people'
json\t'JSON, indented'
jsonl\t'One JSON object a line'"
complete -c smr -n "__fish_smr_using_subcommand label" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c smr -n "__fish_smr_using_subcommand label" -l with-password -d 'Put the admin password on it, too: whoever sees the label can then change the gateway'
complete -c smr -n "__fish_smr_using_subcommand label" -l json -d 'Short for `--format json`'
complete -c smr -n "__fish_smr_using_subcommand label" -s q -l quiet -d 'Say less: only errors'
complete -c smr -n "__fish_smr_using_subcommand label" -s v -l verbose -d 'Say more; repeat for still more'
complete -c smr -n "__fish_smr_using_subcommand label" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c smr -n "__fish_smr_using_subcommand ota" -l timeout -d 'How long each answer is waited for' -r
complete -c smr -n "__fish_smr_using_subcommand ota" -l mdns-port -d 'The UDP port of mDNS, for tests' -r
complete -c smr -n "__fish_smr_using_subcommand ota" -l interface -d 'Listen for names on this network interface only' -r
complete -c smr -n "__fish_smr_using_subcommand ota" -l image -d 'The firmware [default: the newest for the board in `smr firmware list`]' -r -F
complete -c smr -n "__fish_smr_using_subcommand ota" -l version -d 'Which version of `smr firmware list`, instead of the newest' -r
complete -c smr -n "__fish_smr_using_subcommand ota" -l user -d 'The user of the gateway' -r
complete -c smr -n "__fish_smr_using_subcommand ota" -l password-file -d 'The password is in the first line of this file, or of standard input (-)' -r -F
complete -c smr -n "__fish_smr_using_subcommand ota" -l key -d 'The public key that the image must be signed with, as a PEM file' -r -F
complete -c smr -n "__fish_smr_using_subcommand ota" -l protocol -d 'How the image gets there' -r -f -a "http\t'The gateway\'s own HTTP API'
arduino\t'`ArduinoOTA`, which other firmware speaks too; the gateway connects back to this computer'"
complete -c smr -n "__fish_smr_using_subcommand ota" -l ota-port -d 'The UDP port that `ArduinoOTA` listens on' -r
complete -c smr -n "__fish_smr_using_subcommand ota" -l proof-timeout -d 'For how long at most the gateway may be away and prove itself' -r
complete -c smr -n "__fish_smr_using_subcommand ota" -l format -d 'How it is printed' -r -f -a "human\t'Text for people'
json\t'One JSON object at the end'
jsonl\t'One JSON object a line for everything that happens'"
complete -c smr -n "__fish_smr_using_subcommand ota" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c smr -n "__fish_smr_using_subcommand ota" -l rollback -d 'Go back: to what ran before, if the gateway still holds it, else to the newest firmware of `smr firmware list` that is older than what runs'
complete -c smr -n "__fish_smr_using_subcommand ota" -l allow-downgrade -d 'Install it even if it is older than what runs'
complete -c smr -n "__fish_smr_using_subcommand ota" -l force -d 'Send it even if it runs already'
complete -c smr -n "__fish_smr_using_subcommand ota" -l dry-run -d 'Only look, and say what would be done'
complete -c smr -n "__fish_smr_using_subcommand ota" -l json -d 'Short for `--format json`'
complete -c smr -n "__fish_smr_using_subcommand ota" -s q -l quiet -d 'Say less: only errors'
complete -c smr -n "__fish_smr_using_subcommand ota" -s v -l verbose -d 'Say more; repeat for still more'
complete -c smr -n "__fish_smr_using_subcommand ota" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c smr -n "__fish_smr_using_subcommand fleet; and not __fish_seen_subcommand_from init add list check plan apply update config restart rotate-password diag resume retry status report abort help" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c smr -n "__fish_smr_using_subcommand fleet; and not __fish_seen_subcommand_from init add list check plan apply update config restart rotate-password diag resume retry status report abort help" -s q -l quiet -d 'Say less: only errors'
complete -c smr -n "__fish_smr_using_subcommand fleet; and not __fish_seen_subcommand_from init add list check plan apply update config restart rotate-password diag resume retry status report abort help" -s v -l verbose -d 'Say more; repeat for still more'
complete -c smr -n "__fish_smr_using_subcommand fleet; and not __fish_seen_subcommand_from init add list check plan apply update config restart rotate-password diag resume retry status report abort help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c smr -n "__fish_smr_using_subcommand fleet; and not __fish_seen_subcommand_from init add list check plan apply update config restart rotate-password diag resume retry status report abort help" -f -a "init" -d 'Make an inventory'
complete -c smr -n "__fish_smr_using_subcommand fleet; and not __fish_seen_subcommand_from init add list check plan apply update config restart rotate-password diag resume retry status report abort help" -f -a "add" -d 'Add a gateway to an inventory'
complete -c smr -n "__fish_smr_using_subcommand fleet; and not __fish_seen_subcommand_from init add list check plan apply update config restart rotate-password diag resume retry status report abort help" -f -a "list" -d 'List the gateways of an inventory'
complete -c smr -n "__fish_smr_using_subcommand fleet; and not __fish_seen_subcommand_from init add list check plan apply update config restart rotate-password diag resume retry status report abort help" -f -a "check" -d 'Ask all gateways of an inventory whether they are there, what they run and how they are'
complete -c smr -n "__fish_smr_using_subcommand fleet; and not __fish_seen_subcommand_from init add list check plan apply update config restart rotate-password diag resume retry status report abort help" -f -a "plan" -d 'Plan an update, to be reviewed and applied later'
complete -c smr -n "__fish_smr_using_subcommand fleet; and not __fish_seen_subcommand_from init add list check plan apply update config restart rotate-password diag resume retry status report abort help" -f -a "apply" -d 'Carry a plan out'
complete -c smr -n "__fish_smr_using_subcommand fleet; and not __fish_seen_subcommand_from init add list check plan apply update config restart rotate-password diag resume retry status report abort help" -f -a "update" -d 'Update the gateways of an inventory in stages'
complete -c smr -n "__fish_smr_using_subcommand fleet; and not __fish_seen_subcommand_from init add list check plan apply update config restart rotate-password diag resume retry status report abort help" -f -a "config" -d 'Change settings of many gateways in stages'
complete -c smr -n "__fish_smr_using_subcommand fleet; and not __fish_seen_subcommand_from init add list check plan apply update config restart rotate-password diag resume retry status report abort help" -f -a "restart" -d 'Restart the gateways of an inventory in stages'
complete -c smr -n "__fish_smr_using_subcommand fleet; and not __fish_seen_subcommand_from init add list check plan apply update config restart rotate-password diag resume retry status report abort help" -f -a "rotate-password" -d 'Give the gateways of an inventory other admin passwords, in stages'
complete -c smr -n "__fish_smr_using_subcommand fleet; and not __fish_seen_subcommand_from init add list check plan apply update config restart rotate-password diag resume retry status report abort help" -f -a "diag" -d 'Write an archive of each gateway for whoever helps'
complete -c smr -n "__fish_smr_using_subcommand fleet; and not __fish_seen_subcommand_from init add list check plan apply update config restart rotate-password diag resume retry status report abort help" -f -a "resume" -d 'Go on with an update that paused, was stopped or ended in any other way'
complete -c smr -n "__fish_smr_using_subcommand fleet; and not __fish_seen_subcommand_from init add list check plan apply update config restart rotate-password diag resume retry status report abort help" -f -a "retry" -d 'Try the gateways of an update again that failed or were unreachable'
complete -c smr -n "__fish_smr_using_subcommand fleet; and not __fish_seen_subcommand_from init add list check plan apply update config restart rotate-password diag resume retry status report abort help" -f -a "status" -d 'Say how far an update is, also while it runs'
complete -c smr -n "__fish_smr_using_subcommand fleet; and not __fish_seen_subcommand_from init add list check plan apply update config restart rotate-password diag resume retry status report abort help" -f -a "report" -d 'Report what became of each gateway in an update'
complete -c smr -n "__fish_smr_using_subcommand fleet; and not __fish_seen_subcommand_from init add list check plan apply update config restart rotate-password diag resume retry status report abort help" -f -a "abort" -d 'Give an update up for good: it cannot be resumed any more'
complete -c smr -n "__fish_smr_using_subcommand fleet; and not __fish_seen_subcommand_from init add list check plan apply update config restart rotate-password diag resume retry status report abort help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from init" -s o -l output -d 'Write it into this file' -r -F
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from init" -l listen -d 'Listen this long for them' -r
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from init" -l password-file -d 'Refer to this file for the password of all of them; the password itself is not written' -r -F
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from init" -l timeout -d 'How long each answer is waited for' -r
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from init" -l mdns-port -d 'The UDP port of mDNS, for tests' -r
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from init" -l interface -d 'Listen for names on this network interface only' -r
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from init" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from init" -l discover -d 'Of the gateways on the local network'
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from init" -l force -d 'Replace an inventory that exists'
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from init" -s q -l quiet -d 'Say less: only errors'
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from init" -s v -l verbose -d 'Say more; repeat for still more'
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from init" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from add" -l inventory -d 'The inventory' -r -F
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from add" -l group -d 'The group that it belongs to' -r
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from add" -l label -d 'What else is known of it' -r
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from add" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from add" -s q -l quiet -d 'Say less: only errors'
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from add" -s v -l verbose -d 'Say more; repeat for still more'
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from add" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from list" -l inventory -d 'The inventory' -r -F
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from list" -l select -d 'Only gateways like this: `kitchen`, `flat-*`, `site=north`, `version<1.4`' -r
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from list" -l password-file -d 'The password of gateways for which the inventory names none, in the first line of this file' -r -F
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from list" -l timeout -d 'How long each answer is waited for' -r
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from list" -l mdns-port -d 'The UDP port of mDNS, for tests' -r
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from list" -l interface -d 'Listen for names on this network interface only' -r
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from list" -l format -d 'How it is printed' -r -f -a "human\t'A table for people'
json\t'One JSON object, indented'"
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from list" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from list" -l json -d 'Short for `--format json`'
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Say less: only errors'
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Say more; repeat for still more'
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from check" -l inventory -d 'The inventory' -r -F
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from check" -l select -d 'Only gateways like this: `kitchen`, `flat-*`, `site=north`, `version<1.4`' -r
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from check" -l password-file -d 'The password of gateways for which the inventory names none, in the first line of this file' -r -F
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from check" -l timeout -d 'How long each answer is waited for' -r
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from check" -l mdns-port -d 'The UDP port of mDNS, for tests' -r
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from check" -l interface -d 'Listen for names on this network interface only' -r
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from check" -l format -d 'How it is printed' -r -f -a "human\t'A table for people'
json\t'One JSON object, indented'"
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from check" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from check" -l json -d 'Short for `--format json`'
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from check" -s q -l quiet -d 'Say less: only errors'
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from check" -s v -l verbose -d 'Say more; repeat for still more'
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from check" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from plan" -l inventory -d 'The inventory' -r -F
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from plan" -l select -d 'Only gateways like this: `kitchen`, `flat-*`, `site=north`, `version<1.4`' -r
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from plan" -l password-file -d 'The password of gateways for which the inventory names none, in the first line of this file' -r -F
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from plan" -l timeout -d 'How long each answer is waited for' -r
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from plan" -l mdns-port -d 'The UDP port of mDNS, for tests' -r
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from plan" -l interface -d 'Listen for names on this network interface only' -r
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from plan" -l image -d 'The firmware [default: the newest for the board in `smr firmware list`]' -r -F
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from plan" -l version -d 'Which version of `smr firmware list`, instead of the newest' -r
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from plan" -l key -d 'The public key that the image must be signed with, as a PEM file' -r -F
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from plan" -l stages -d 'Where stages end, counted from the first gateway: numbers, or shares of all, rounded up' -r
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from plan" -l canary -d 'These come first, in a stage of their own; selectors as of --select' -r
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from plan" -l seed -d 'What the order is made from; the same number gives the same order [default: drawn, and written into the journal]' -r
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from plan" -l max-parallel -d 'The most gateways that are under way at once' -r
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from plan" -l max-per-subnet -d 'The most of one network: /24 for IPv4, /64 for IPv6; those given by name count as one network' -r
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from plan" -l error-threshold -d 'Pause when so many or more (>=) have failed: N in all, P% of the stage under way' -r
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from plan" -l success-threshold -d 'Begin the next stage only when so many or more (>=) of this one are done; N is at most the whole stage' -r
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from plan" -l unreachable-budget -d 'So many of all gateways may be unreachable; pause when more (>) are. They do not count as failed' -r
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from plan" -l retries -d 'How often a gateway is tried again that was busy, unreachable or cut off' -r
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from plan" -l back-off -d 'Before a gateway is tried again; doubled each further time, up to 5 minutes' -r
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from plan" -l wait-online -d 'Wait so long for gateways that are unreachable, without holding up their stage' -r
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from plan" -l soak -d 'How long a stage has to run before its gateways are looked at (what was done has lasted, telegrams come) and the next begins' -r
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from plan" -l window -d 'Begin gateways only in these hours, in the time of this computer: `01:00-05:00`' -r
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from plan" -l proof-timeout -d 'For how long at most each gateway may be away and prove itself [default: 15m for updates, else 2m]' -r
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from plan" -s o -l output -d 'Write it into this file [default: standard output]' -r -F
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from plan" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from plan" -l allow-downgrade -d 'Install it even where it is older than what runs'
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from plan" -l force -d 'Replace a plan that exists'
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from plan" -s q -l quiet -d 'Say less: only errors'
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from plan" -s v -l verbose -d 'Say more; repeat for still more'
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from plan" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from apply" -l confirm -d 'How many gateways are meant: must be right, so that nobody changes more than they think' -r
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from apply" -l journal -d 'The folder of the journal, which is made [default: fleet-DATE-TIME]' -r -F
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from apply" -l timeout -d 'How long each answer is waited for' -r
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from apply" -l mdns-port -d 'The UDP port of mDNS, for tests' -r
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from apply" -l interface -d 'Listen for names on this network interface only' -r
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from apply" -l format -d 'How it is printed' -r -f -a "human\t'A table for people'
json\t'One JSON object, indented'"
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from apply" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from apply" -l json -d 'Short for `--format json`'
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from apply" -s q -l quiet -d 'Say less: only errors'
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from apply" -s v -l verbose -d 'Say more; repeat for still more'
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from apply" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from update" -l inventory -d 'The inventory' -r -F
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from update" -l select -d 'Only gateways like this: `kitchen`, `flat-*`, `site=north`, `version<1.4`' -r
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from update" -l password-file -d 'The password of gateways for which the inventory names none, in the first line of this file' -r -F
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from update" -l timeout -d 'How long each answer is waited for' -r
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from update" -l mdns-port -d 'The UDP port of mDNS, for tests' -r
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from update" -l interface -d 'Listen for names on this network interface only' -r
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from update" -l image -d 'The firmware [default: the newest for the board in `smr firmware list`]' -r -F
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from update" -l version -d 'Which version of `smr firmware list`, instead of the newest' -r
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from update" -l key -d 'The public key that the image must be signed with, as a PEM file' -r -F
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from update" -l stages -d 'Where stages end, counted from the first gateway: numbers, or shares of all, rounded up' -r
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from update" -l canary -d 'These come first, in a stage of their own; selectors as of --select' -r
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from update" -l seed -d 'What the order is made from; the same number gives the same order [default: drawn, and written into the journal]' -r
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from update" -l max-parallel -d 'The most gateways that are under way at once' -r
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from update" -l max-per-subnet -d 'The most of one network: /24 for IPv4, /64 for IPv6; those given by name count as one network' -r
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from update" -l error-threshold -d 'Pause when so many or more (>=) have failed: N in all, P% of the stage under way' -r
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from update" -l success-threshold -d 'Begin the next stage only when so many or more (>=) of this one are done; N is at most the whole stage' -r
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from update" -l unreachable-budget -d 'So many of all gateways may be unreachable; pause when more (>) are. They do not count as failed' -r
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from update" -l retries -d 'How often a gateway is tried again that was busy, unreachable or cut off' -r
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from update" -l back-off -d 'Before a gateway is tried again; doubled each further time, up to 5 minutes' -r
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from update" -l wait-online -d 'Wait so long for gateways that are unreachable, without holding up their stage' -r
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from update" -l soak -d 'How long a stage has to run before its gateways are looked at (what was done has lasted, telegrams come) and the next begins' -r
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from update" -l window -d 'Begin gateways only in these hours, in the time of this computer: `01:00-05:00`' -r
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from update" -l proof-timeout -d 'For how long at most each gateway may be away and prove itself [default: 15m for updates, else 2m]' -r
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from update" -l confirm -d 'How many gateways are meant: must be right, so that nobody changes more than they think' -r
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from update" -l journal -d 'The folder of the journal, which is made [default: fleet-DATE-TIME]' -r -F
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from update" -l format -d 'How it is printed' -r -f -a "human\t'A table for people'
json\t'One JSON object, indented'"
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from update" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from update" -l allow-downgrade -d 'Install it even where it is older than what runs'
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from update" -l dry-run -d 'Only say what would be done, in which order'
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from update" -l json -d 'Short for `--format json`'
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from update" -s q -l quiet -d 'Say less: only errors'
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from update" -s v -l verbose -d 'Say more; repeat for still more'
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from update" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from config" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from config" -s q -l quiet -d 'Say less: only errors'
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from config" -s v -l verbose -d 'Say more; repeat for still more'
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from config" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from config" -f -a "set" -d 'Change settings of the gateways of an inventory in stages'
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from config" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from restart" -l inventory -d 'The inventory' -r -F
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from restart" -l select -d 'Only gateways like this: `kitchen`, `flat-*`, `site=north`, `version<1.4`' -r
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from restart" -l password-file -d 'The password of gateways for which the inventory names none, in the first line of this file' -r -F
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from restart" -l timeout -d 'How long each answer is waited for' -r
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from restart" -l mdns-port -d 'The UDP port of mDNS, for tests' -r
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from restart" -l interface -d 'Listen for names on this network interface only' -r
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from restart" -l stages -d 'Where stages end, counted from the first gateway: numbers, or shares of all, rounded up' -r
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from restart" -l canary -d 'These come first, in a stage of their own; selectors as of --select' -r
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from restart" -l seed -d 'What the order is made from; the same number gives the same order [default: drawn, and written into the journal]' -r
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from restart" -l max-parallel -d 'The most gateways that are under way at once' -r
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from restart" -l max-per-subnet -d 'The most of one network: /24 for IPv4, /64 for IPv6; those given by name count as one network' -r
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from restart" -l error-threshold -d 'Pause when so many or more (>=) have failed: N in all, P% of the stage under way' -r
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from restart" -l success-threshold -d 'Begin the next stage only when so many or more (>=) of this one are done; N is at most the whole stage' -r
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from restart" -l unreachable-budget -d 'So many of all gateways may be unreachable; pause when more (>) are. They do not count as failed' -r
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from restart" -l retries -d 'How often a gateway is tried again that was busy, unreachable or cut off' -r
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from restart" -l back-off -d 'Before a gateway is tried again; doubled each further time, up to 5 minutes' -r
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from restart" -l wait-online -d 'Wait so long for gateways that are unreachable, without holding up their stage' -r
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from restart" -l soak -d 'How long a stage has to run before its gateways are looked at (what was done has lasted, telegrams come) and the next begins' -r
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from restart" -l window -d 'Begin gateways only in these hours, in the time of this computer: `01:00-05:00`' -r
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from restart" -l proof-timeout -d 'For how long at most each gateway may be away and prove itself [default: 15m for updates, else 2m]' -r
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from restart" -l confirm -d 'How many gateways are meant: must be right, so that nobody changes more than they think' -r
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from restart" -l journal -d 'The folder of the journal, which is made [default: fleet-DATE-TIME]' -r -F
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from restart" -l format -d 'How it is printed' -r -f -a "human\t'A table for people'
json\t'One JSON object, indented'"
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from restart" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from restart" -l json -d 'Short for `--format json`'
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from restart" -s q -l quiet -d 'Say less: only errors'
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from restart" -s v -l verbose -d 'Say more; repeat for still more'
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from restart" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from rotate-password" -l inventory -d 'The inventory' -r -F
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from rotate-password" -l select -d 'Only gateways like this: `kitchen`, `flat-*`, `site=north`, `version<1.4`' -r
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from rotate-password" -l password-file -d 'The password of gateways for which the inventory names none, in the first line of this file' -r -F
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from rotate-password" -l timeout -d 'How long each answer is waited for' -r
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from rotate-password" -l mdns-port -d 'The UDP port of mDNS, for tests' -r
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from rotate-password" -l interface -d 'Listen for names on this network interface only' -r
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from rotate-password" -l new-password-file -d 'All get the password in the first line of this file' -r -F
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from rotate-password" -l new-password-variable -d 'All get the password in this variable of the environment' -r
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from rotate-password" -l out -d 'Write the new passwords into this file, which is made if it is not there [default: where smr login keeps them]' -r -F
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from rotate-password" -l stages -d 'Where stages end, counted from the first gateway: numbers, or shares of all, rounded up' -r
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from rotate-password" -l canary -d 'These come first, in a stage of their own; selectors as of --select' -r
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from rotate-password" -l seed -d 'What the order is made from; the same number gives the same order [default: drawn, and written into the journal]' -r
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from rotate-password" -l max-parallel -d 'The most gateways that are under way at once' -r
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from rotate-password" -l max-per-subnet -d 'The most of one network: /24 for IPv4, /64 for IPv6; those given by name count as one network' -r
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from rotate-password" -l error-threshold -d 'Pause when so many or more (>=) have failed: N in all, P% of the stage under way' -r
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from rotate-password" -l success-threshold -d 'Begin the next stage only when so many or more (>=) of this one are done; N is at most the whole stage' -r
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from rotate-password" -l unreachable-budget -d 'So many of all gateways may be unreachable; pause when more (>) are. They do not count as failed' -r
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from rotate-password" -l retries -d 'How often a gateway is tried again that was busy, unreachable or cut off' -r
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from rotate-password" -l back-off -d 'Before a gateway is tried again; doubled each further time, up to 5 minutes' -r
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from rotate-password" -l wait-online -d 'Wait so long for gateways that are unreachable, without holding up their stage' -r
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from rotate-password" -l soak -d 'How long a stage has to run before its gateways are looked at (what was done has lasted, telegrams come) and the next begins' -r
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from rotate-password" -l window -d 'Begin gateways only in these hours, in the time of this computer: `01:00-05:00`' -r
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from rotate-password" -l proof-timeout -d 'For how long at most each gateway may be away and prove itself [default: 15m for updates, else 2m]' -r
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from rotate-password" -l confirm -d 'How many gateways are meant: must be right, so that nobody changes more than they think' -r
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from rotate-password" -l journal -d 'The folder of the journal, which is made [default: fleet-DATE-TIME]' -r -F
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from rotate-password" -l format -d 'How it is printed' -r -f -a "human\t'A table for people'
json\t'One JSON object, indented'"
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from rotate-password" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from rotate-password" -l json -d 'Short for `--format json`'
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from rotate-password" -s q -l quiet -d 'Say less: only errors'
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from rotate-password" -s v -l verbose -d 'Say more; repeat for still more'
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from rotate-password" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from diag" -l inventory -d 'The inventory' -r -F
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from diag" -l select -d 'Only gateways like this: `kitchen`, `flat-*`, `site=north`, `version<1.4`' -r
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from diag" -l password-file -d 'The password of gateways for which the inventory names none, in the first line of this file' -r -F
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from diag" -l timeout -d 'How long each answer is waited for' -r
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from diag" -l mdns-port -d 'The UDP port of mDNS, for tests' -r
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from diag" -l interface -d 'Listen for names on this network interface only' -r
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from diag" -l bundle-dir -d 'The folder of the archives, which is made' -r -F
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from diag" -l max-parallel -d 'The most gateways that are asked at once' -r
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from diag" -l retries -d 'How often a gateway is asked again that was busy or unreachable' -r
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from diag" -l back-off -d 'Before a gateway is asked again; doubled each further time, up to 5 minutes' -r
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from diag" -l format -d 'How it is printed' -r -f -a "human\t'A table for people'
json\t'One JSON object, indented'"
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from diag" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from diag" -l anonymous -d 'Leave out whose gateways they are'
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from diag" -l json -d 'Short for `--format json`'
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from diag" -s q -l quiet -d 'Say less: only errors'
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from diag" -s v -l verbose -d 'Say more; repeat for still more'
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from diag" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from resume" -l timeout -d 'How long each answer is waited for' -r
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from resume" -l mdns-port -d 'The UDP port of mDNS, for tests' -r
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from resume" -l interface -d 'Listen for names on this network interface only' -r
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from resume" -l format -d 'How it is printed' -r -f -a "human\t'A table for people'
json\t'One JSON object, indented'"
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from resume" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from resume" -l json -d 'Short for `--format json`'
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from resume" -s q -l quiet -d 'Say less: only errors'
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from resume" -s v -l verbose -d 'Say more; repeat for still more'
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from resume" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from retry" -l only -d 'Which of them [default: both]' -r -f -a "failed\t'Those that failed'
unreachable\t'Those that did not answer'"
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from retry" -l timeout -d 'How long each answer is waited for' -r
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from retry" -l mdns-port -d 'The UDP port of mDNS, for tests' -r
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from retry" -l interface -d 'Listen for names on this network interface only' -r
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from retry" -l format -d 'How it is printed' -r -f -a "human\t'A table for people'
json\t'One JSON object, indented'"
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from retry" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from retry" -l json -d 'Short for `--format json`'
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from retry" -s q -l quiet -d 'Say less: only errors'
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from retry" -s v -l verbose -d 'Say more; repeat for still more'
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from retry" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from status" -l format -d 'How it is printed' -r -f -a "human\t'A table for people'
json\t'One JSON object, indented'"
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from status" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from status" -l json -d 'Short for `--format json`'
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from status" -s q -l quiet -d 'Say less: only errors'
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from status" -s v -l verbose -d 'Say more; repeat for still more'
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from status" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from report" -l format -d 'How it is printed' -r -f -a "human\t'A table for people'
json\t'One JSON object, indented'
junit\t'XML as servers of test results read it (`JUnit`), one case for each gateway'
html\t'One page with a timeline, which needs nothing else'"
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from report" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from report" -l json -d 'Short for `--format json`'
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from report" -s q -l quiet -d 'Say less: only errors'
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from report" -s v -l verbose -d 'Say more; repeat for still more'
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from report" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from abort" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from abort" -s q -l quiet -d 'Say less: only errors'
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from abort" -s v -l verbose -d 'Say more; repeat for still more'
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from abort" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from help" -f -a "init" -d 'Make an inventory'
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from help" -f -a "add" -d 'Add a gateway to an inventory'
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from help" -f -a "list" -d 'List the gateways of an inventory'
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from help" -f -a "check" -d 'Ask all gateways of an inventory whether they are there, what they run and how they are'
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from help" -f -a "plan" -d 'Plan an update, to be reviewed and applied later'
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from help" -f -a "apply" -d 'Carry a plan out'
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from help" -f -a "update" -d 'Update the gateways of an inventory in stages'
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from help" -f -a "config" -d 'Change settings of many gateways in stages'
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from help" -f -a "restart" -d 'Restart the gateways of an inventory in stages'
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from help" -f -a "rotate-password" -d 'Give the gateways of an inventory other admin passwords, in stages'
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from help" -f -a "diag" -d 'Write an archive of each gateway for whoever helps'
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from help" -f -a "resume" -d 'Go on with an update that paused, was stopped or ended in any other way'
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from help" -f -a "retry" -d 'Try the gateways of an update again that failed or were unreachable'
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from help" -f -a "status" -d 'Say how far an update is, also while it runs'
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from help" -f -a "report" -d 'Report what became of each gateway in an update'
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from help" -f -a "abort" -d 'Give an update up for good: it cannot be resumed any more'
complete -c smr -n "__fish_smr_using_subcommand fleet; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c smr -n "__fish_smr_using_subcommand firmware; and not __fish_seen_subcommand_from list build add remove inspect verify keygen sign make-sim-image link help" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c smr -n "__fish_smr_using_subcommand firmware; and not __fish_seen_subcommand_from list build add remove inspect verify keygen sign make-sim-image link help" -s q -l quiet -d 'Say less: only errors'
complete -c smr -n "__fish_smr_using_subcommand firmware; and not __fish_seen_subcommand_from list build add remove inspect verify keygen sign make-sim-image link help" -s v -l verbose -d 'Say more; repeat for still more'
complete -c smr -n "__fish_smr_using_subcommand firmware; and not __fish_seen_subcommand_from list build add remove inspect verify keygen sign make-sim-image link help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c smr -n "__fish_smr_using_subcommand firmware; and not __fish_seen_subcommand_from list build add remove inspect verify keygen sign make-sim-image link help" -f -a "list" -d 'Show the firmware that is at hand'
complete -c smr -n "__fish_smr_using_subcommand firmware; and not __fish_seen_subcommand_from list build add remove inspect verify keygen sign make-sim-image link help" -f -a "build" -d 'Build the firmware from its source and add it to your own folder'
complete -c smr -n "__fish_smr_using_subcommand firmware; and not __fish_seen_subcommand_from list build add remove inspect verify keygen sign make-sim-image link help" -f -a "add" -d 'Put firmware images into your own folder, where smr flash finds them'
complete -c smr -n "__fish_smr_using_subcommand firmware; and not __fish_seen_subcommand_from list build add remove inspect verify keygen sign make-sim-image link help" -f -a "remove" -d 'Remove firmware images from your own folder'
complete -c smr -n "__fish_smr_using_subcommand firmware; and not __fish_seen_subcommand_from list build add remove inspect verify keygen sign make-sim-image link help" -f -a "inspect" -d 'Show what is in a firmware image, sound or not'
complete -c smr -n "__fish_smr_using_subcommand firmware; and not __fish_seen_subcommand_from list build add remove inspect verify keygen sign make-sim-image link help" -f -a "verify" -d 'Check a firmware image by the rules by which a gateway does'
complete -c smr -n "__fish_smr_using_subcommand firmware; and not __fish_seen_subcommand_from list build add remove inspect verify keygen sign make-sim-image link help" -f -a "keygen" -d 'Make a pair of keys: one that signs images, one that gateways know'
complete -c smr -n "__fish_smr_using_subcommand firmware; and not __fish_seen_subcommand_from list build add remove inspect verify keygen sign make-sim-image link help" -f -a "sign" -d 'Sign a firmware image'
complete -c smr -n "__fish_smr_using_subcommand firmware; and not __fish_seen_subcommand_from list build add remove inspect verify keygen sign make-sim-image link help" -f -a "make-sim-image" -d 'Make a firmware image for virtual boards'
complete -c smr -n "__fish_smr_using_subcommand firmware; and not __fish_seen_subcommand_from list build add remove inspect verify keygen sign make-sim-image link help" -f -a "link" -d 'Put a firmware image together from the boot loader and a linked program'
complete -c smr -n "__fish_smr_using_subcommand firmware; and not __fish_seen_subcommand_from list build add remove inspect verify keygen sign make-sim-image link help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c smr -n "__fish_smr_using_subcommand firmware; and __fish_seen_subcommand_from list" -l board -d 'Only for this board: `esp8266-1m` or `esp8266-4m`' -r
complete -c smr -n "__fish_smr_using_subcommand firmware; and __fish_seen_subcommand_from list" -l format -d 'How it is printed' -r -f -a "human\t'Text for people'
json\t'One indented JSON object'"
complete -c smr -n "__fish_smr_using_subcommand firmware; and __fish_seen_subcommand_from list" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c smr -n "__fish_smr_using_subcommand firmware; and __fish_seen_subcommand_from list" -l json -d 'Short for `--format json`'
complete -c smr -n "__fish_smr_using_subcommand firmware; and __fish_seen_subcommand_from list" -l licences -d 'Print instead what is in the firmware that is built in, and under which licences'
complete -c smr -n "__fish_smr_using_subcommand firmware; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Say less: only errors'
complete -c smr -n "__fish_smr_using_subcommand firmware; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Say more; repeat for still more'
complete -c smr -n "__fish_smr_using_subcommand firmware; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c smr -n "__fish_smr_using_subcommand firmware; and __fish_seen_subcommand_from build" -l board -d 'Only for this board [default: all]' -r
complete -c smr -n "__fish_smr_using_subcommand firmware; and __fish_seen_subcommand_from build" -l source -d 'The source: a copy of smr\'s repository [default: the one that this folder is in]' -r -F
complete -c smr -n "__fish_smr_using_subcommand firmware; and __fish_seen_subcommand_from build" -s o -l output -d 'Write the images to this folder, too' -r -F
complete -c smr -n "__fish_smr_using_subcommand firmware; and __fish_seen_subcommand_from build" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c smr -n "__fish_smr_using_subcommand firmware; and __fish_seen_subcommand_from build" -l no-add -d 'Do not add the images to your own folder'
complete -c smr -n "__fish_smr_using_subcommand firmware; and __fish_seen_subcommand_from build" -s q -l quiet -d 'Say less: only errors'
complete -c smr -n "__fish_smr_using_subcommand firmware; and __fish_seen_subcommand_from build" -s v -l verbose -d 'Say more; repeat for still more'
complete -c smr -n "__fish_smr_using_subcommand firmware; and __fish_seen_subcommand_from build" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c smr -n "__fish_smr_using_subcommand firmware; and __fish_seen_subcommand_from add" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c smr -n "__fish_smr_using_subcommand firmware; and __fish_seen_subcommand_from add" -l replace -d 'Put them in the place of others of the same version for the same board'
complete -c smr -n "__fish_smr_using_subcommand firmware; and __fish_seen_subcommand_from add" -s q -l quiet -d 'Say less: only errors'
complete -c smr -n "__fish_smr_using_subcommand firmware; and __fish_seen_subcommand_from add" -s v -l verbose -d 'Say more; repeat for still more'
complete -c smr -n "__fish_smr_using_subcommand firmware; and __fish_seen_subcommand_from add" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c smr -n "__fish_smr_using_subcommand firmware; and __fish_seen_subcommand_from remove" -l board -d 'Only for this board: `esp8266-1m` or `esp8266-4m`' -r
complete -c smr -n "__fish_smr_using_subcommand firmware; and __fish_seen_subcommand_from remove" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c smr -n "__fish_smr_using_subcommand firmware; and __fish_seen_subcommand_from remove" -l yes -d 'Do it without asking'
complete -c smr -n "__fish_smr_using_subcommand firmware; and __fish_seen_subcommand_from remove" -l dry-run -d 'Only say what would be done'
complete -c smr -n "__fish_smr_using_subcommand firmware; and __fish_seen_subcommand_from remove" -s q -l quiet -d 'Say less: only errors'
complete -c smr -n "__fish_smr_using_subcommand firmware; and __fish_seen_subcommand_from remove" -s v -l verbose -d 'Say more; repeat for still more'
complete -c smr -n "__fish_smr_using_subcommand firmware; and __fish_seen_subcommand_from remove" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c smr -n "__fish_smr_using_subcommand firmware; and __fish_seen_subcommand_from inspect" -l format -d 'How it is printed' -r -f -a "human\t'Text for people'
json\t'One indented JSON object'"
complete -c smr -n "__fish_smr_using_subcommand firmware; and __fish_seen_subcommand_from inspect" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c smr -n "__fish_smr_using_subcommand firmware; and __fish_seen_subcommand_from inspect" -l json -d 'Short for `--format json`'
complete -c smr -n "__fish_smr_using_subcommand firmware; and __fish_seen_subcommand_from inspect" -s q -l quiet -d 'Say less: only errors'
complete -c smr -n "__fish_smr_using_subcommand firmware; and __fish_seen_subcommand_from inspect" -s v -l verbose -d 'Say more; repeat for still more'
complete -c smr -n "__fish_smr_using_subcommand firmware; and __fish_seen_subcommand_from inspect" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c smr -n "__fish_smr_using_subcommand firmware; and __fish_seen_subcommand_from verify" -l key -d 'The public key whose signature it must have, as a PEM file' -r -F
complete -c smr -n "__fish_smr_using_subcommand firmware; and __fish_seen_subcommand_from verify" -l board -d 'The board that it must be for: `esp8266-1m` or `esp8266-4m`' -r
complete -c smr -n "__fish_smr_using_subcommand firmware; and __fish_seen_subcommand_from verify" -l security-floor -d 'The lowest security version that it may have' -r
complete -c smr -n "__fish_smr_using_subcommand firmware; and __fish_seen_subcommand_from verify" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c smr -n "__fish_smr_using_subcommand firmware; and __fish_seen_subcommand_from verify" -s q -l quiet -d 'Say less: only errors'
complete -c smr -n "__fish_smr_using_subcommand firmware; and __fish_seen_subcommand_from verify" -s v -l verbose -d 'Say more; repeat for still more'
complete -c smr -n "__fish_smr_using_subcommand firmware; and __fish_seen_subcommand_from verify" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c smr -n "__fish_smr_using_subcommand firmware; and __fish_seen_subcommand_from keygen" -s o -l output -d 'The beginning of both files\' names' -r -F
complete -c smr -n "__fish_smr_using_subcommand firmware; and __fish_seen_subcommand_from keygen" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c smr -n "__fish_smr_using_subcommand firmware; and __fish_seen_subcommand_from keygen" -l yes -d 'Write over keys that are there, which are lost then'
complete -c smr -n "__fish_smr_using_subcommand firmware; and __fish_seen_subcommand_from keygen" -s q -l quiet -d 'Say less: only errors'
complete -c smr -n "__fish_smr_using_subcommand firmware; and __fish_seen_subcommand_from keygen" -s v -l verbose -d 'Say more; repeat for still more'
complete -c smr -n "__fish_smr_using_subcommand firmware; and __fish_seen_subcommand_from keygen" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c smr -n "__fish_smr_using_subcommand firmware; and __fish_seen_subcommand_from sign" -l key -d 'The private key, as a PEM file' -r -F
complete -c smr -n "__fish_smr_using_subcommand firmware; and __fish_seen_subcommand_from sign" -s o -l output -d 'The file to write, which may be the image itself' -r -F
complete -c smr -n "__fish_smr_using_subcommand firmware; and __fish_seen_subcommand_from sign" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c smr -n "__fish_smr_using_subcommand firmware; and __fish_seen_subcommand_from sign" -l replace -d 'Put the signature in the place of the one that the image has'
complete -c smr -n "__fish_smr_using_subcommand firmware; and __fish_seen_subcommand_from sign" -s q -l quiet -d 'Say less: only errors'
complete -c smr -n "__fish_smr_using_subcommand firmware; and __fish_seen_subcommand_from sign" -s v -l verbose -d 'Say more; repeat for still more'
complete -c smr -n "__fish_smr_using_subcommand firmware; and __fish_seen_subcommand_from sign" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c smr -n "__fish_smr_using_subcommand firmware; and __fish_seen_subcommand_from make-sim-image" -l version -d 'The version that it says it is' -r
complete -c smr -n "__fish_smr_using_subcommand firmware; and __fish_seen_subcommand_from make-sim-image" -l board -d 'The board that it is for: `esp8266-1m` or `esp8266-4m`' -r
complete -c smr -n "__fish_smr_using_subcommand firmware; and __fish_seen_subcommand_from make-sim-image" -l build -d 'The build that it says it is' -r
complete -c smr -n "__fish_smr_using_subcommand firmware; and __fish_seen_subcommand_from make-sim-image" -l size -d 'Its size, rounded up to a multiple of 16' -r
complete -c smr -n "__fish_smr_using_subcommand firmware; and __fish_seen_subcommand_from make-sim-image" -l security-version -d 'Its security version' -r
complete -c smr -n "__fish_smr_using_subcommand firmware; and __fish_seen_subcommand_from make-sim-image" -l sign -d 'Sign it with this private key, a PEM file' -r -F
complete -c smr -n "__fish_smr_using_subcommand firmware; and __fish_seen_subcommand_from make-sim-image" -s o -l output -d 'The file to write' -r -F
complete -c smr -n "__fish_smr_using_subcommand firmware; and __fish_seen_subcommand_from make-sim-image" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c smr -n "__fish_smr_using_subcommand firmware; and __fish_seen_subcommand_from make-sim-image" -s q -l quiet -d 'Say less: only errors'
complete -c smr -n "__fish_smr_using_subcommand firmware; and __fish_seen_subcommand_from make-sim-image" -s v -l verbose -d 'Say more; repeat for still more'
complete -c smr -n "__fish_smr_using_subcommand firmware; and __fish_seen_subcommand_from make-sim-image" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c smr -n "__fish_smr_using_subcommand firmware; and __fish_seen_subcommand_from link" -l boot -d 'The boot loader, an image for the beginning of the flash' -r -F
complete -c smr -n "__fish_smr_using_subcommand firmware; and __fish_seen_subcommand_from link" -l board -d 'The board that it is for: `esp8266-1m` or `esp8266-4m`' -r
complete -c smr -n "__fish_smr_using_subcommand firmware; and __fish_seen_subcommand_from link" -s o -l output -d 'The file to write' -r -F
complete -c smr -n "__fish_smr_using_subcommand firmware; and __fish_seen_subcommand_from link" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c smr -n "__fish_smr_using_subcommand firmware; and __fish_seen_subcommand_from link" -s q -l quiet -d 'Say less: only errors'
complete -c smr -n "__fish_smr_using_subcommand firmware; and __fish_seen_subcommand_from link" -s v -l verbose -d 'Say more; repeat for still more'
complete -c smr -n "__fish_smr_using_subcommand firmware; and __fish_seen_subcommand_from link" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c smr -n "__fish_smr_using_subcommand firmware; and __fish_seen_subcommand_from help" -f -a "list" -d 'Show the firmware that is at hand'
complete -c smr -n "__fish_smr_using_subcommand firmware; and __fish_seen_subcommand_from help" -f -a "build" -d 'Build the firmware from its source and add it to your own folder'
complete -c smr -n "__fish_smr_using_subcommand firmware; and __fish_seen_subcommand_from help" -f -a "add" -d 'Put firmware images into your own folder, where smr flash finds them'
complete -c smr -n "__fish_smr_using_subcommand firmware; and __fish_seen_subcommand_from help" -f -a "remove" -d 'Remove firmware images from your own folder'
complete -c smr -n "__fish_smr_using_subcommand firmware; and __fish_seen_subcommand_from help" -f -a "inspect" -d 'Show what is in a firmware image, sound or not'
complete -c smr -n "__fish_smr_using_subcommand firmware; and __fish_seen_subcommand_from help" -f -a "verify" -d 'Check a firmware image by the rules by which a gateway does'
complete -c smr -n "__fish_smr_using_subcommand firmware; and __fish_seen_subcommand_from help" -f -a "keygen" -d 'Make a pair of keys: one that signs images, one that gateways know'
complete -c smr -n "__fish_smr_using_subcommand firmware; and __fish_seen_subcommand_from help" -f -a "sign" -d 'Sign a firmware image'
complete -c smr -n "__fish_smr_using_subcommand firmware; and __fish_seen_subcommand_from help" -f -a "make-sim-image" -d 'Make a firmware image for virtual boards'
complete -c smr -n "__fish_smr_using_subcommand firmware; and __fish_seen_subcommand_from help" -f -a "link" -d 'Put a firmware image together from the boot loader and a linked program'
complete -c smr -n "__fish_smr_using_subcommand firmware; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c smr -n "__fish_smr_using_subcommand sim" -l count -d 'How many boards' -r
complete -c smr -n "__fish_smr_using_subcommand sim" -l board -d 'What the boards are' -r -f -a "esp8266-1m\t'1 MiB of flash, such as an ESP-01'
esp8266-4m\t'4 MiB of flash'"
complete -c smr -n "__fish_smr_using_subcommand sim" -l state-dir -d 'Keep the boards here (flash, RTC memory, MAC address) and go on with those that are there' -r -F
complete -c smr -n "__fish_smr_using_subcommand sim" -l image -d 'The firmware of new boards [default: what is built into smr for them, or a made-up image of its version]' -r -F
complete -c smr -n "__fish_smr_using_subcommand sim" -l http-port -d 'Port of the HTTP server, 0 for any free one' -r
complete -c smr -n "__fish_smr_using_subcommand sim" -l p1-port -d 'Port of the meter\'s bytes, 0 for any free one' -r
complete -c smr -n "__fish_smr_using_subcommand sim" -l ota-port -d 'Port for invitations to update, 0 for any free one' -r
complete -c smr -n "__fish_smr_using_subcommand sim" -l admin-password-file -d 'New boards have the admin password in the first line of this file' -r -F
complete -c smr -n "__fish_smr_using_subcommand sim" -l meter -d 'A simulated meter by its name or that of its country, or a file with telegrams' -r
complete -c smr -n "__fish_smr_using_subcommand sim" -l interval -d 'Time between telegrams' -r
complete -c smr -n "__fish_smr_using_subcommand sim" -l mdns-port -d 'The UDP port of mDNS, for tests' -r
complete -c smr -n "__fish_smr_using_subcommand sim" -l faults -d 'What goes wrong, with which board: a TOML file with [[fault]] tables' -r -F
complete -c smr -n "__fish_smr_using_subcommand sim" -l trial -d 'How long new firmware is on trial' -r -f -a "quick\t'About a second: idle time is skipped'
real\t'A minute as on a chip, ten if it does not find its network'"
complete -c smr -n "__fish_smr_using_subcommand sim" -l wifi -d 'The network in the air and its password; new boards know it' -r
complete -c smr -n "__fish_smr_using_subcommand sim" -l pace -d 'How fast bytes pass on the serial line, in bits per second [default: 115200 from the meter, no limit to a blank board]' -r
complete -c smr -n "__fish_smr_using_subcommand sim" -l machine -d 'Run what hosts load into a board\'s RAM as machine code, in QEMU with this file: see docs/virtual-boards.md' -r -F
complete -c smr -n "__fish_smr_using_subcommand sim" -l for -d 'Stop after this long' -r
complete -c smr -n "__fish_smr_using_subcommand sim" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c smr -n "__fish_smr_using_subcommand sim" -l blank -d 'New boards have nothing in their flash'
complete -c smr -n "__fish_smr_using_subcommand sim" -l setup -d 'New boards have firmware but know no network'
complete -c smr -n "__fish_smr_using_subcommand sim" -l mdns -d 'Announce the boards over mDNS, within this computer'
complete -c smr -n "__fish_smr_using_subcommand sim" -s q -l quiet -d 'Say less: only errors'
complete -c smr -n "__fish_smr_using_subcommand sim" -s v -l verbose -d 'Say more; repeat for still more'
complete -c smr -n "__fish_smr_using_subcommand sim" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c smr -n "__fish_smr_using_subcommand completions" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c smr -n "__fish_smr_using_subcommand completions" -s q -l quiet -d 'Say less: only errors'
complete -c smr -n "__fish_smr_using_subcommand completions" -s v -l verbose -d 'Say more; repeat for still more'
complete -c smr -n "__fish_smr_using_subcommand completions" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c smr -n "__fish_smr_using_subcommand man" -l dir -d 'Write every page into this directory, which is made if it is not there' -r -F
complete -c smr -n "__fish_smr_using_subcommand man" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`'
always\t'Always'
never\t'Never'"
complete -c smr -n "__fish_smr_using_subcommand man" -s q -l quiet -d 'Say less: only errors'
complete -c smr -n "__fish_smr_using_subcommand man" -s v -l verbose -d 'Say more; repeat for still more'
complete -c smr -n "__fish_smr_using_subcommand man" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c smr -n "__fish_smr_using_subcommand help; and not __fish_seen_subcommand_from discover diag doctor login logout config restart identify reset watch decode record replay flash provision commission label ota fleet firmware sim completions man help" -f -a "discover" -d 'Find gateways on the local network'
complete -c smr -n "__fish_smr_using_subcommand help; and not __fish_seen_subcommand_from discover diag doctor login logout config restart identify reset watch decode record replay flash provision commission label ota fleet firmware sim completions man help" -f -a "diag" -d 'Show what a gateway knows about itself, and what that means'
complete -c smr -n "__fish_smr_using_subcommand help; and not __fish_seen_subcommand_from discover diag doctor login logout config restart identify reset watch decode record replay flash provision commission label ota fleet firmware sim completions man help" -f -a "doctor" -d 'Say what is wrong with a source or a gateway, and what to do about it'
complete -c smr -n "__fish_smr_using_subcommand help; and not __fish_seen_subcommand_from discover diag doctor login logout config restart identify reset watch decode record replay flash provision commission label ota fleet firmware sim completions man help" -f -a "login" -d 'Keep the admin password of a gateway, so that it is not asked for again'
complete -c smr -n "__fish_smr_using_subcommand help; and not __fish_seen_subcommand_from discover diag doctor login logout config restart identify reset watch decode record replay flash provision commission label ota fleet firmware sim completions man help" -f -a "logout" -d 'Forget the admin password of a gateway'
complete -c smr -n "__fish_smr_using_subcommand help; and not __fish_seen_subcommand_from discover diag doctor login logout config restart identify reset watch decode record replay flash provision commission label ota fleet firmware sim completions man help" -f -a "config" -d 'Read and change the settings of gateways'
complete -c smr -n "__fish_smr_using_subcommand help; and not __fish_seen_subcommand_from discover diag doctor login logout config restart identify reset watch decode record replay flash provision commission label ota fleet firmware sim completions man help" -f -a "restart" -d 'Restart gateways'
complete -c smr -n "__fish_smr_using_subcommand help; and not __fish_seen_subcommand_from discover diag doctor login logout config restart identify reset watch decode record replay flash provision commission label ota fleet firmware sim completions man help" -f -a "identify" -d 'Flash the LED of gateways, to find them'
complete -c smr -n "__fish_smr_using_subcommand help; and not __fish_seen_subcommand_from discover diag doctor login logout config restart identify reset watch decode record replay flash provision commission label ota fleet firmware sim completions man help" -f -a "reset" -d 'Make gateways forget everything, or only their Wi-Fi'
complete -c smr -n "__fish_smr_using_subcommand help; and not __fish_seen_subcommand_from discover diag doctor login logout config restart identify reset watch decode record replay flash provision commission label ota fleet firmware sim completions man help" -f -a "watch" -d 'Watch what meters say, live: power, chart, phases, counters, devices, health'
complete -c smr -n "__fish_smr_using_subcommand help; and not __fish_seen_subcommand_from discover diag doctor login logout config restart identify reset watch decode record replay flash provision commission label ota fleet firmware sim completions man help" -f -a "decode" -d 'Decode telegrams from files, standard input or any other source'
complete -c smr -n "__fish_smr_using_subcommand help; and not __fish_seen_subcommand_from discover diag doctor login logout config restart identify reset watch decode record replay flash provision commission label ota fleet firmware sim completions man help" -f -a "record" -d 'Record what a source sends, with the time at which it came'
complete -c smr -n "__fish_smr_using_subcommand help; and not __fish_seen_subcommand_from discover diag doctor login logout config restart identify reset watch decode record replay flash provision commission label ota fleet firmware sim completions man help" -f -a "replay" -d 'Send the bytes of a file again, with their timing'
complete -c smr -n "__fish_smr_using_subcommand help; and not __fish_seen_subcommand_from discover diag doctor login logout config restart identify reset watch decode record replay flash provision commission label ota fleet firmware sim completions man help" -f -a "flash" -d 'Write firmware to a board over its serial port'
complete -c smr -n "__fish_smr_using_subcommand help; and not __fish_seen_subcommand_from discover diag doctor login logout config restart identify reset watch decode record replay flash provision commission label ota fleet firmware sim completions man help" -f -a "provision" -d 'Set a gateway up: Wi-Fi, name and admin password, over its serial port or its access point'
complete -c smr -n "__fish_smr_using_subcommand help; and not __fish_seen_subcommand_from discover diag doctor login logout config restart identify reset watch decode record replay flash provision commission label ota fleet firmware sim completions man help" -f -a "commission" -d 'Make a blank board a gateway with a meter: flash it, set it up, wait for its first telegram'
complete -c smr -n "__fish_smr_using_subcommand help; and not __fish_seen_subcommand_from discover diag doctor login logout config restart identify reset watch decode record replay flash provision commission label ota fleet firmware sim completions man help" -f -a "label" -d 'Print labels for gateways: name, id and addresses; drawn ones with a QR code that opens the page'
complete -c smr -n "__fish_smr_using_subcommand help; and not __fish_seen_subcommand_from discover diag doctor login logout config restart identify reset watch decode record replay flash provision commission label ota fleet firmware sim completions man help" -f -a "ota" -d 'Update a gateway over the network, and prove that the new firmware runs'
complete -c smr -n "__fish_smr_using_subcommand help; and not __fish_seen_subcommand_from discover diag doctor login logout config restart identify reset watch decode record replay flash provision commission label ota fleet firmware sim completions man help" -f -a "fleet" -d 'Update and change many gateways in stages, and prove it'
complete -c smr -n "__fish_smr_using_subcommand help; and not __fish_seen_subcommand_from discover diag doctor login logout config restart identify reset watch decode record replay flash provision commission label ota fleet firmware sim completions man help" -f -a "firmware" -d 'List, build, add, inspect, verify and sign firmware images'
complete -c smr -n "__fish_smr_using_subcommand help; and not __fish_seen_subcommand_from discover diag doctor login logout config restart identify reset watch decode record replay flash provision commission label ota fleet firmware sim completions man help" -f -a "sim" -d 'Run virtual gateways: the real firmware on boards made of software'
complete -c smr -n "__fish_smr_using_subcommand help; and not __fish_seen_subcommand_from discover diag doctor login logout config restart identify reset watch decode record replay flash provision commission label ota fleet firmware sim completions man help" -f -a "completions" -d 'Print the completion script of a shell'
complete -c smr -n "__fish_smr_using_subcommand help; and not __fish_seen_subcommand_from discover diag doctor login logout config restart identify reset watch decode record replay flash provision commission label ota fleet firmware sim completions man help" -f -a "man" -d 'Print the manual page of a command, or write all pages into a directory'
complete -c smr -n "__fish_smr_using_subcommand help; and not __fish_seen_subcommand_from discover diag doctor login logout config restart identify reset watch decode record replay flash provision commission label ota fleet firmware sim completions man help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c smr -n "__fish_smr_using_subcommand help; and __fish_seen_subcommand_from config" -f -a "get" -d 'Show the settings of a gateway'
complete -c smr -n "__fish_smr_using_subcommand help; and __fish_seen_subcommand_from config" -f -a "set" -d 'Change settings of one gateway or several'
complete -c smr -n "__fish_smr_using_subcommand help; and __fish_seen_subcommand_from config" -f -a "edit" -d 'Change the settings of a gateway in an editor'
complete -c smr -n "__fish_smr_using_subcommand help; and __fish_seen_subcommand_from config" -f -a "export" -d 'Write the settings of a gateway as TOML'
complete -c smr -n "__fish_smr_using_subcommand help; and __fish_seen_subcommand_from config" -f -a "import" -d 'Make gateways have the settings of a TOML file'
complete -c smr -n "__fish_smr_using_subcommand help; and __fish_seen_subcommand_from config" -f -a "diff" -d 'Compare the settings of two gateways, or of a gateway and a file'
complete -c smr -n "__fish_smr_using_subcommand help; and __fish_seen_subcommand_from config" -f -a "list" -d 'Show every setting that there is, what it takes and what it is for'
complete -c smr -n "__fish_smr_using_subcommand help; and __fish_seen_subcommand_from config" -f -a "show" -d 'Show what this program goes by on this computer, and where each value comes from'
complete -c smr -n "__fish_smr_using_subcommand help; and __fish_seen_subcommand_from flash" -f -a "list-ports" -d 'Show the serial ports that a board may be on, the most probable first'
complete -c smr -n "__fish_smr_using_subcommand help; and __fish_seen_subcommand_from flash" -f -a "info" -d 'Show what is on a port: the chip, its MAC address and flash, and the gateway that is in it'
complete -c smr -n "__fish_smr_using_subcommand help; and __fish_seen_subcommand_from flash" -f -a "read" -d 'Save what is in a board\'s flash'
complete -c smr -n "__fish_smr_using_subcommand help; and __fish_seen_subcommand_from flash" -f -a "verify" -d 'Check that a board\'s flash holds an image, byte for byte'
complete -c smr -n "__fish_smr_using_subcommand help; and __fish_seen_subcommand_from flash" -f -a "erase" -d 'Erase all of a board\'s flash: firmware, settings, Wi-Fi'
complete -c smr -n "__fish_smr_using_subcommand help; and __fish_seen_subcommand_from fleet" -f -a "init" -d 'Make an inventory'
complete -c smr -n "__fish_smr_using_subcommand help; and __fish_seen_subcommand_from fleet" -f -a "add" -d 'Add a gateway to an inventory'
complete -c smr -n "__fish_smr_using_subcommand help; and __fish_seen_subcommand_from fleet" -f -a "list" -d 'List the gateways of an inventory'
complete -c smr -n "__fish_smr_using_subcommand help; and __fish_seen_subcommand_from fleet" -f -a "check" -d 'Ask all gateways of an inventory whether they are there, what they run and how they are'
complete -c smr -n "__fish_smr_using_subcommand help; and __fish_seen_subcommand_from fleet" -f -a "plan" -d 'Plan an update, to be reviewed and applied later'
complete -c smr -n "__fish_smr_using_subcommand help; and __fish_seen_subcommand_from fleet" -f -a "apply" -d 'Carry a plan out'
complete -c smr -n "__fish_smr_using_subcommand help; and __fish_seen_subcommand_from fleet" -f -a "update" -d 'Update the gateways of an inventory in stages'
complete -c smr -n "__fish_smr_using_subcommand help; and __fish_seen_subcommand_from fleet" -f -a "config" -d 'Change settings of many gateways in stages'
complete -c smr -n "__fish_smr_using_subcommand help; and __fish_seen_subcommand_from fleet" -f -a "restart" -d 'Restart the gateways of an inventory in stages'
complete -c smr -n "__fish_smr_using_subcommand help; and __fish_seen_subcommand_from fleet" -f -a "rotate-password" -d 'Give the gateways of an inventory other admin passwords, in stages'
complete -c smr -n "__fish_smr_using_subcommand help; and __fish_seen_subcommand_from fleet" -f -a "diag" -d 'Write an archive of each gateway for whoever helps'
complete -c smr -n "__fish_smr_using_subcommand help; and __fish_seen_subcommand_from fleet" -f -a "resume" -d 'Go on with an update that paused, was stopped or ended in any other way'
complete -c smr -n "__fish_smr_using_subcommand help; and __fish_seen_subcommand_from fleet" -f -a "retry" -d 'Try the gateways of an update again that failed or were unreachable'
complete -c smr -n "__fish_smr_using_subcommand help; and __fish_seen_subcommand_from fleet" -f -a "status" -d 'Say how far an update is, also while it runs'
complete -c smr -n "__fish_smr_using_subcommand help; and __fish_seen_subcommand_from fleet" -f -a "report" -d 'Report what became of each gateway in an update'
complete -c smr -n "__fish_smr_using_subcommand help; and __fish_seen_subcommand_from fleet" -f -a "abort" -d 'Give an update up for good: it cannot be resumed any more'
complete -c smr -n "__fish_smr_using_subcommand help; and __fish_seen_subcommand_from firmware" -f -a "list" -d 'Show the firmware that is at hand'
complete -c smr -n "__fish_smr_using_subcommand help; and __fish_seen_subcommand_from firmware" -f -a "build" -d 'Build the firmware from its source and add it to your own folder'
complete -c smr -n "__fish_smr_using_subcommand help; and __fish_seen_subcommand_from firmware" -f -a "add" -d 'Put firmware images into your own folder, where smr flash finds them'
complete -c smr -n "__fish_smr_using_subcommand help; and __fish_seen_subcommand_from firmware" -f -a "remove" -d 'Remove firmware images from your own folder'
complete -c smr -n "__fish_smr_using_subcommand help; and __fish_seen_subcommand_from firmware" -f -a "inspect" -d 'Show what is in a firmware image, sound or not'
complete -c smr -n "__fish_smr_using_subcommand help; and __fish_seen_subcommand_from firmware" -f -a "verify" -d 'Check a firmware image by the rules by which a gateway does'
complete -c smr -n "__fish_smr_using_subcommand help; and __fish_seen_subcommand_from firmware" -f -a "keygen" -d 'Make a pair of keys: one that signs images, one that gateways know'
complete -c smr -n "__fish_smr_using_subcommand help; and __fish_seen_subcommand_from firmware" -f -a "sign" -d 'Sign a firmware image'
complete -c smr -n "__fish_smr_using_subcommand help; and __fish_seen_subcommand_from firmware" -f -a "make-sim-image" -d 'Make a firmware image for virtual boards'
complete -c smr -n "__fish_smr_using_subcommand help; and __fish_seen_subcommand_from firmware" -f -a "link" -d 'Put a firmware image together from the boot loader and a linked program'
