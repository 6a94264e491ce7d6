
using namespace System.Management.Automation
using namespace System.Management.Automation.Language

Register-ArgumentCompleter -Native -CommandName 'smr' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $commandElements = $commandAst.CommandElements
    $command = @(
        'smr'
        for ($i = 1; $i -lt $commandElements.Count; $i++) {
            $element = $commandElements[$i]
            if ($element -isnot [StringConstantExpressionAst] -or
                $element.StringConstantType -ne [StringConstantType]::BareWord -or
                $element.Value.StartsWith('-') -or
                $element.Value -eq $wordToComplete) {
                break
        }
        $element.Value
    }) -join ';'

    $completions = @(switch ($command) {
        'smr' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('discover', 'discover', [CompletionResultType]::ParameterValue, 'Find gateways on the local network')
            [CompletionResult]::new('diag', 'diag', [CompletionResultType]::ParameterValue, 'Show what a gateway knows about itself, and what that means')
            [CompletionResult]::new('doctor', 'doctor', [CompletionResultType]::ParameterValue, 'Say what is wrong with a source or a gateway, and what to do about it')
            [CompletionResult]::new('login', 'login', [CompletionResultType]::ParameterValue, 'Keep the admin password of a gateway, so that it is not asked for again')
            [CompletionResult]::new('logout', 'logout', [CompletionResultType]::ParameterValue, 'Forget the admin password of a gateway')
            [CompletionResult]::new('config', 'config', [CompletionResultType]::ParameterValue, 'Read and change the settings of gateways')
            [CompletionResult]::new('restart', 'restart', [CompletionResultType]::ParameterValue, 'Restart gateways')
            [CompletionResult]::new('identify', 'identify', [CompletionResultType]::ParameterValue, 'Flash the LED of gateways, to find them')
            [CompletionResult]::new('reset', 'reset', [CompletionResultType]::ParameterValue, 'Make gateways forget everything, or only their Wi-Fi')
            [CompletionResult]::new('watch', 'watch', [CompletionResultType]::ParameterValue, 'Watch what meters say, live: power, chart, phases, counters, devices, health')
            [CompletionResult]::new('decode', 'decode', [CompletionResultType]::ParameterValue, 'Decode telegrams from files, standard input or any other source')
            [CompletionResult]::new('record', 'record', [CompletionResultType]::ParameterValue, 'Record what a source sends, with the time at which it came')
            [CompletionResult]::new('replay', 'replay', [CompletionResultType]::ParameterValue, 'Send the bytes of a file again, with their timing')
            [CompletionResult]::new('flash', 'flash', [CompletionResultType]::ParameterValue, 'Write firmware to a board over its serial port')
            [CompletionResult]::new('provision', 'provision', [CompletionResultType]::ParameterValue, 'Set a gateway up: Wi-Fi, name and admin password, over its serial port or its access point')
            [CompletionResult]::new('commission', 'commission', [CompletionResultType]::ParameterValue, 'Make a blank board a gateway with a meter: flash it, set it up, wait for its first telegram')
            [CompletionResult]::new('label', 'label', [CompletionResultType]::ParameterValue, 'Print labels for gateways: name, id and addresses; drawn ones with a QR code that opens the page')
            [CompletionResult]::new('ota', 'ota', [CompletionResultType]::ParameterValue, 'Update a gateway over the network, and prove that the new firmware runs')
            [CompletionResult]::new('fleet', 'fleet', [CompletionResultType]::ParameterValue, 'Update and change many gateways in stages, and prove it')
            [CompletionResult]::new('firmware', 'firmware', [CompletionResultType]::ParameterValue, 'List, build, add, inspect, verify and sign firmware images')
            [CompletionResult]::new('sim', 'sim', [CompletionResultType]::ParameterValue, 'Run virtual gateways: the real firmware on boards made of software')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print the completion script of a shell')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Print the manual page of a command, or write all pages into a directory')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'smr;discover' {
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Listen this long [default: 3s, with --watch until stopped]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How gateways are printed')
            [CompletionResult]::new('--interface', '--interface', [CompletionResultType]::ParameterName, 'Listen on this network interface only')
            [CompletionResult]::new('--mdns-port', '--mdns-port', [CompletionResultType]::ParameterName, 'The UDP port of mDNS, for tests')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--watch', '--watch', [CompletionResultType]::ParameterName, 'Print what is found, changes and goes away, as it happens')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for `--format json`')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'smr;diag' {
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long each answer is waited for')
            [CompletionResult]::new('--mdns-port', '--mdns-port', [CompletionResultType]::ParameterName, 'The UDP port of mDNS, for tests')
            [CompletionResult]::new('--interface', '--interface', [CompletionResultType]::ParameterName, 'Listen for names on this network interface only')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'The user of the gateway')
            [CompletionResult]::new('--password-file', '--password-file', [CompletionResultType]::ParameterName, 'The password is in the first line of this file, or of standard input (-)')
            [CompletionResult]::new('--interval', '--interval', [CompletionResultType]::ParameterName, 'From one time to the next, with --watch')
            [CompletionResult]::new('--bundle', '--bundle', [CompletionResultType]::ParameterName, 'Write all there is into one archive for whoever helps')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How it is printed')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--events', '--events', [CompletionResultType]::ParameterName, 'What happened since it started, too')
            [CompletionResult]::new('--frame', '--frame', [CompletionResultType]::ParameterName, 'Only the last telegram, as the meter sent it')
            [CompletionResult]::new('--watch', '--watch', [CompletionResultType]::ParameterName, 'Again and again, until stopped')
            [CompletionResult]::new('--anonymous', '--anonymous', [CompletionResultType]::ParameterName, 'Leave out of the archive whose gateway it is')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Replace an archive that exists')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for `--format json`')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'smr;doctor' {
            [CompletionResult]::new('--for', '--for', [CompletionResultType]::ParameterName, 'Listen for at most this long')
            [CompletionResult]::new('--key', '--key', [CompletionResultType]::ParameterName, 'Key of a meter that encrypts, 32 hexadecimal digits; others can see it: a key file is safer')
            [CompletionResult]::new('--auth-key', '--auth-key', [CompletionResultType]::ParameterName, 'Its authentication key, to prove that telegrams are genuine')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'File with the keys of one or more meters, by system title or number')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'The user of the gateway')
            [CompletionResult]::new('--password-file', '--password-file', [CompletionResultType]::ParameterName, 'The password is in the first line of this file, or of standard input (-)')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long each answer is waited for')
            [CompletionResult]::new('--mdns-port', '--mdns-port', [CompletionResultType]::ParameterName, 'The UDP port of mDNS, for tests')
            [CompletionResult]::new('--interface', '--interface', [CompletionResultType]::ParameterName, 'Listen for names on this network interface only')
            [CompletionResult]::new('--bundle', '--bundle', [CompletionResultType]::ParameterName, 'Write the evidence into one archive for whoever helps')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How it is printed')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Replace an archive that exists')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for `--format json`')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'smr;login' {
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long each answer is waited for')
            [CompletionResult]::new('--mdns-port', '--mdns-port', [CompletionResultType]::ParameterName, 'The UDP port of mDNS, for tests')
            [CompletionResult]::new('--interface', '--interface', [CompletionResultType]::ParameterName, 'Listen for names on this network interface only')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'The user of the gateway')
            [CompletionResult]::new('--password-file', '--password-file', [CompletionResultType]::ParameterName, 'The password is in the first line of this file, or of standard input (-)')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How it is printed')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--list', '--list', [CompletionResultType]::ParameterName, 'Show whose passwords are kept, and where')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for `--format json`')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'smr;logout' {
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long each answer is waited for')
            [CompletionResult]::new('--mdns-port', '--mdns-port', [CompletionResultType]::ParameterName, 'The UDP port of mDNS, for tests')
            [CompletionResult]::new('--interface', '--interface', [CompletionResultType]::ParameterName, 'Listen for names on this network interface only')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'Forget all of them')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'smr;config' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('get', 'get', [CompletionResultType]::ParameterValue, 'Show the settings of a gateway')
            [CompletionResult]::new('set', 'set', [CompletionResultType]::ParameterValue, 'Change settings of one gateway or several')
            [CompletionResult]::new('edit', 'edit', [CompletionResultType]::ParameterValue, 'Change the settings of a gateway in an editor')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Write the settings of a gateway as TOML')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Make gateways have the settings of a TOML file')
            [CompletionResult]::new('diff', 'diff', [CompletionResultType]::ParameterValue, 'Compare the settings of two gateways, or of a gateway and a file')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'Show every setting that there is, what it takes and what it is for')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show what this program goes by on this computer, and where each value comes from')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'smr;config;get' {
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long each answer is waited for')
            [CompletionResult]::new('--mdns-port', '--mdns-port', [CompletionResultType]::ParameterName, 'The UDP port of mDNS, for tests')
            [CompletionResult]::new('--interface', '--interface', [CompletionResultType]::ParameterName, 'Listen for names on this network interface only')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'The user of the gateway')
            [CompletionResult]::new('--password-file', '--password-file', [CompletionResultType]::ParameterName, 'The password is in the first line of this file, or of standard input (-)')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How it is printed')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for `--format json`')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'smr;config;set' {
            [CompletionResult]::new('--secret', '--secret', [CompletionResultType]::ParameterName, 'The new value is in this file: its first line, or a PEM file; - is standard input')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long each answer is waited for')
            [CompletionResult]::new('--mdns-port', '--mdns-port', [CompletionResultType]::ParameterName, 'The UDP port of mDNS, for tests')
            [CompletionResult]::new('--interface', '--interface', [CompletionResultType]::ParameterName, 'Listen for names on this network interface only')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'The user of the gateway')
            [CompletionResult]::new('--password-file', '--password-file', [CompletionResultType]::ParameterName, 'The password is in the first line of this file, or of standard input (-)')
            [CompletionResult]::new('--wait', '--wait', [CompletionResultType]::ParameterName, 'How long a gateway that changes its network is waited for')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How it is printed')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Only say what would be changed')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do it without asking')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for `--format json`')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'smr;config;edit' {
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long each answer is waited for')
            [CompletionResult]::new('--mdns-port', '--mdns-port', [CompletionResultType]::ParameterName, 'The UDP port of mDNS, for tests')
            [CompletionResult]::new('--interface', '--interface', [CompletionResultType]::ParameterName, 'Listen for names on this network interface only')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'The user of the gateway')
            [CompletionResult]::new('--password-file', '--password-file', [CompletionResultType]::ParameterName, 'The password is in the first line of this file, or of standard input (-)')
            [CompletionResult]::new('--wait', '--wait', [CompletionResultType]::ParameterName, 'How long a gateway that changes its network is waited for')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How it is printed')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Only say what would be changed')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do it without asking')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for `--format json`')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'smr;config;export' {
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long each answer is waited for')
            [CompletionResult]::new('--mdns-port', '--mdns-port', [CompletionResultType]::ParameterName, 'The UDP port of mDNS, for tests')
            [CompletionResult]::new('--interface', '--interface', [CompletionResultType]::ParameterName, 'Listen for names on this network interface only')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write into this file')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write into this file')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'The user of the gateway')
            [CompletionResult]::new('--password-file', '--password-file', [CompletionResultType]::ParameterName, 'The password is in the first line of this file, or of standard input (-)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Replace a file that exists')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'smr;config;import' {
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long each answer is waited for')
            [CompletionResult]::new('--mdns-port', '--mdns-port', [CompletionResultType]::ParameterName, 'The UDP port of mDNS, for tests')
            [CompletionResult]::new('--interface', '--interface', [CompletionResultType]::ParameterName, 'Listen for names on this network interface only')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'The user of the gateway')
            [CompletionResult]::new('--password-file', '--password-file', [CompletionResultType]::ParameterName, 'The password is in the first line of this file, or of standard input (-)')
            [CompletionResult]::new('--wait', '--wait', [CompletionResultType]::ParameterName, 'How long a gateway that changes its network is waited for')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How it is printed')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Only say what would be changed')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do it without asking')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for `--format json`')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'smr;config;diff' {
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long each answer is waited for')
            [CompletionResult]::new('--mdns-port', '--mdns-port', [CompletionResultType]::ParameterName, 'The UDP port of mDNS, for tests')
            [CompletionResult]::new('--interface', '--interface', [CompletionResultType]::ParameterName, 'Listen for names on this network interface only')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'The user of the gateway')
            [CompletionResult]::new('--password-file', '--password-file', [CompletionResultType]::ParameterName, 'The password is in the first line of this file, or of standard input (-)')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How it is printed')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for `--format json`')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'smr;config;list' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'smr;config;show' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How it is printed')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'The values of this computer; those of a gateway: smr config get GATEWAY')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for `--format json`')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'smr;config;help' {
            [CompletionResult]::new('get', 'get', [CompletionResultType]::ParameterValue, 'Show the settings of a gateway')
            [CompletionResult]::new('set', 'set', [CompletionResultType]::ParameterValue, 'Change settings of one gateway or several')
            [CompletionResult]::new('edit', 'edit', [CompletionResultType]::ParameterValue, 'Change the settings of a gateway in an editor')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Write the settings of a gateway as TOML')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Make gateways have the settings of a TOML file')
            [CompletionResult]::new('diff', 'diff', [CompletionResultType]::ParameterValue, 'Compare the settings of two gateways, or of a gateway and a file')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'Show every setting that there is, what it takes and what it is for')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show what this program goes by on this computer, and where each value comes from')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'smr;config;help;get' {
            break
        }
        'smr;config;help;set' {
            break
        }
        'smr;config;help;edit' {
            break
        }
        'smr;config;help;export' {
            break
        }
        'smr;config;help;import' {
            break
        }
        'smr;config;help;diff' {
            break
        }
        'smr;config;help;list' {
            break
        }
        'smr;config;help;show' {
            break
        }
        'smr;config;help;help' {
            break
        }
        'smr;restart' {
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long each answer is waited for')
            [CompletionResult]::new('--mdns-port', '--mdns-port', [CompletionResultType]::ParameterName, 'The UDP port of mDNS, for tests')
            [CompletionResult]::new('--interface', '--interface', [CompletionResultType]::ParameterName, 'Listen for names on this network interface only')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'The user of the gateway')
            [CompletionResult]::new('--password-file', '--password-file', [CompletionResultType]::ParameterName, 'The password is in the first line of this file, or of standard input (-)')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How it is printed')
            [CompletionResult]::new('--wait', '--wait', [CompletionResultType]::ParameterName, 'Wait until it is back, for at most this long [default: 60s]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for `--format json`')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do it without asking')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'smr;identify' {
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long each answer is waited for')
            [CompletionResult]::new('--mdns-port', '--mdns-port', [CompletionResultType]::ParameterName, 'The UDP port of mDNS, for tests')
            [CompletionResult]::new('--interface', '--interface', [CompletionResultType]::ParameterName, 'Listen for names on this network interface only')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'The user of the gateway')
            [CompletionResult]::new('--password-file', '--password-file', [CompletionResultType]::ParameterName, 'The password is in the first line of this file, or of standard input (-)')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How it is printed')
            [CompletionResult]::new('--for', '--for', [CompletionResultType]::ParameterName, 'For how long; at least 10 s')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for `--format json`')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'smr;reset' {
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long each answer is waited for')
            [CompletionResult]::new('--mdns-port', '--mdns-port', [CompletionResultType]::ParameterName, 'The UDP port of mDNS, for tests')
            [CompletionResult]::new('--interface', '--interface', [CompletionResultType]::ParameterName, 'Listen for names on this network interface only')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'The user of the gateway')
            [CompletionResult]::new('--password-file', '--password-file', [CompletionResultType]::ParameterName, 'The password is in the first line of this file, or of standard input (-)')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How it is printed')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'Forget everything')
            [CompletionResult]::new('--wifi', '--wifi', [CompletionResultType]::ParameterName, 'Forget the network only')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do it without asking')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for `--format json`')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'smr;watch' {
            [CompletionResult]::new('--key', '--key', [CompletionResultType]::ParameterName, 'Key of a meter that encrypts, 32 hexadecimal digits; others can see it: a key file is safer')
            [CompletionResult]::new('--auth-key', '--auth-key', [CompletionResultType]::ParameterName, 'Its authentication key, to prove that telegrams are genuine')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'File with the keys of one or more meters, by system title or number')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Print each telegram instead of showing the screen')
            [CompletionResult]::new('--count', '--count', [CompletionResultType]::ParameterName, 'End after this many telegrams')
            [CompletionResult]::new('--for', '--for', [CompletionResultType]::ParameterName, 'End after this long')
            [CompletionResult]::new('--snapshot-dir', '--snapshot-dir', [CompletionResultType]::ParameterName, 'Where snapshots and recordings of the screen go [default: the current directory]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--ascii', '--ascii', [CompletionResultType]::ParameterName, 'Draw with ASCII characters only')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'smr;decode' {
            [CompletionResult]::new('--key', '--key', [CompletionResultType]::ParameterName, 'Key of a meter that encrypts, 32 hexadecimal digits; others can see it: a key file is safer')
            [CompletionResult]::new('--auth-key', '--auth-key', [CompletionResultType]::ParameterName, 'Its authentication key, to prove that telegrams are genuine')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'File with the keys of one or more meters, by system title or number')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How telegrams are printed')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Print what the registers counted in each interval instead of telegrams')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for `--format json`')
            [CompletionResult]::new('--noise', '--noise', [CompletionResultType]::ParameterName, 'Also print where bytes belong to no telegram')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Fail if any telegram has a wrong checksum')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'smr;record' {
            [CompletionResult]::new('--key', '--key', [CompletionResultType]::ParameterName, 'Key of a meter that encrypts, 32 hexadecimal digits; others can see it: a key file is safer')
            [CompletionResult]::new('--auth-key', '--auth-key', [CompletionResultType]::ParameterName, 'Its authentication key, to prove that telegrams are genuine')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'File with the keys of one or more meters, by system title or number')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The file to write')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The file to write')
            [CompletionResult]::new('--for', '--for', [CompletionResultType]::ParameterName, 'Stop after this long')
            [CompletionResult]::new('--rotate-size', '--rotate-size', [CompletionResultType]::ParameterName, 'Begin a new file when one has this size: 500k, 50MB, 1G')
            [CompletionResult]::new('--rotate-every', '--rotate-every', [CompletionResultType]::ParameterName, 'Begin a new file after this long, at whole multiples of UTC time')
            [CompletionResult]::new('--keep', '--keep', [CompletionResultType]::ParameterName, 'Keep this many files of a rotation and delete older ones')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--append', '--append', [CompletionResultType]::ParameterName, 'Write on behind what is in the file')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Write over the file')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'smr;replay' {
            [CompletionResult]::new('--tcp', '--tcp', [CompletionResultType]::ParameterName, 'Serve TCP clients on this address; port 0 takes a free one and says which')
            [CompletionResult]::new('--speed', '--speed', [CompletionResultType]::ParameterName, 'How many times as fast as the original, or max')
            [CompletionResult]::new('--interval', '--interval', [CompletionResultType]::ParameterName, 'Time between telegrams of a file without times')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--pty', '--pty', [CompletionResultType]::ParameterName, 'Make a pseudo-terminal, print its path and write to it')
            [CompletionResult]::new('--loop', '--loop', [CompletionResultType]::ParameterName, 'Begin again at the end, until stopped')
            [CompletionResult]::new('--no-wait', '--no-wait', [CompletionResultType]::ParameterName, 'Begin with --tcp at once instead of with the first client (--loop always does)')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'smr;flash' {
            [CompletionResult]::new('--image', '--image', [CompletionResultType]::ParameterName, 'The firmware [default: the newest for the board in `smr firmware list`]')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Which version of `smr firmware list`, instead of the newest')
            [CompletionResult]::new('--board', '--board', [CompletionResultType]::ParameterName, 'Use the chip as this board, which may have less flash than the chip [default: by the size of the flash]')
            [CompletionResult]::new('--port', '--port', [CompletionResultType]::ParameterName, 'The serial port [default: the one that looks like a board''s]')
            [CompletionResult]::new('--baud', '--baud', [CompletionResultType]::ParameterName, 'The fastest speed, in bits per second; a slower one is taken where it does not work')
            [CompletionResult]::new('--before', '--before', [CompletionResultType]::ParameterName, 'How the board gets into its boot loader')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'For how long the boot loader is waited for')
            [CompletionResult]::new('--after', '--after', [CompletionResultType]::ParameterName, 'How the board is left')
            [CompletionResult]::new('--backup', '--backup', [CompletionResultType]::ParameterName, 'Save all that is in the flash to this file first')
            [CompletionResult]::new('--restore', '--restore', [CompletionResultType]::ParameterName, 'Give the board back what --backup or `smr flash read` saved')
            [CompletionResult]::new('--boot-timeout', '--boot-timeout', [CompletionResultType]::ParameterName, 'For how long the gateway''s first words are waited for')
            [CompletionResult]::new('--provision', '--provision', [CompletionResultType]::ParameterName, 'Then set it up as this file says and wait for its first telegram, as smr commission does')
            [CompletionResult]::new('--mdns-port', '--mdns-port', [CompletionResultType]::ParameterName, 'The UDP port of mDNS, for tests')
            [CompletionResult]::new('--interface', '--interface', [CompletionResultType]::ParameterName, 'Listen for the gateway on this network interface only')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How it is printed')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--wait', '--wait', [CompletionResultType]::ParameterName, 'Wait until the port is there')
            [CompletionResult]::new('--no-stub', '--no-stub', [CompletionResultType]::ParameterName, 'Use only the loader in the chip''s ROM: 115200 baud, no verification, no reading')
            [CompletionResult]::new('--erase-all', '--erase-all', [CompletionResultType]::ParameterName, 'Erase all else, too: settings, Wi-Fi, what another firmware left')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do it without asking')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Only look at the board and say what would be done')
            [CompletionResult]::new('--remember', '--remember', [CompletionResultType]::ParameterName, 'Keep the new admin password for later commands, as smr login does')
            [CompletionResult]::new('--monitor', '--monitor', [CompletionResultType]::ParameterName, 'Then show what the board says, with what it means, until Ctrl-C')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for `--format json`')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('list-ports', 'list-ports', [CompletionResultType]::ParameterValue, 'Show the serial ports that a board may be on, the most probable first')
            [CompletionResult]::new('info', 'info', [CompletionResultType]::ParameterValue, 'Show what is on a port: the chip, its MAC address and flash, and the gateway that is in it')
            [CompletionResult]::new('read', 'read', [CompletionResultType]::ParameterValue, 'Save what is in a board''s flash')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Check that a board''s flash holds an image, byte for byte')
            [CompletionResult]::new('erase', 'erase', [CompletionResultType]::ParameterValue, 'Erase all of a board''s flash: firmware, settings, Wi-Fi')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'smr;flash;list-ports' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How it is printed')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for `--format json`')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'smr;flash;info' {
            [CompletionResult]::new('--port', '--port', [CompletionResultType]::ParameterName, 'The serial port [default: the one that looks like a board''s]')
            [CompletionResult]::new('--baud', '--baud', [CompletionResultType]::ParameterName, 'The fastest speed, in bits per second; a slower one is taken where it does not work')
            [CompletionResult]::new('--before', '--before', [CompletionResultType]::ParameterName, 'How the board gets into its boot loader')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'For how long the boot loader is waited for')
            [CompletionResult]::new('--after', '--after', [CompletionResultType]::ParameterName, 'How the board is left')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How it is printed')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--wait', '--wait', [CompletionResultType]::ParameterName, 'Wait until the port is there')
            [CompletionResult]::new('--no-stub', '--no-stub', [CompletionResultType]::ParameterName, 'Use only the loader in the chip''s ROM: 115200 baud, no verification, no reading')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for `--format json`')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'smr;flash;read' {
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The file to write')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The file to write')
            [CompletionResult]::new('--address', '--address', [CompletionResultType]::ParameterName, 'Where to begin, in bytes')
            [CompletionResult]::new('--size', '--size', [CompletionResultType]::ParameterName, 'How many bytes [default: up to the end]')
            [CompletionResult]::new('--port', '--port', [CompletionResultType]::ParameterName, 'The serial port [default: the one that looks like a board''s]')
            [CompletionResult]::new('--baud', '--baud', [CompletionResultType]::ParameterName, 'The fastest speed, in bits per second; a slower one is taken where it does not work')
            [CompletionResult]::new('--before', '--before', [CompletionResultType]::ParameterName, 'How the board gets into its boot loader')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'For how long the boot loader is waited for')
            [CompletionResult]::new('--after', '--after', [CompletionResultType]::ParameterName, 'How the board is left')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How it is printed')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Replace the file if it is there already')
            [CompletionResult]::new('--wait', '--wait', [CompletionResultType]::ParameterName, 'Wait until the port is there')
            [CompletionResult]::new('--no-stub', '--no-stub', [CompletionResultType]::ParameterName, 'Use only the loader in the chip''s ROM: 115200 baud, no verification, no reading')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for `--format json`')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'smr;flash;verify' {
            [CompletionResult]::new('--image', '--image', [CompletionResultType]::ParameterName, 'What it should hold')
            [CompletionResult]::new('--port', '--port', [CompletionResultType]::ParameterName, 'The serial port [default: the one that looks like a board''s]')
            [CompletionResult]::new('--baud', '--baud', [CompletionResultType]::ParameterName, 'The fastest speed, in bits per second; a slower one is taken where it does not work')
            [CompletionResult]::new('--before', '--before', [CompletionResultType]::ParameterName, 'How the board gets into its boot loader')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'For how long the boot loader is waited for')
            [CompletionResult]::new('--after', '--after', [CompletionResultType]::ParameterName, 'How the board is left')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How it is printed')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--wait', '--wait', [CompletionResultType]::ParameterName, 'Wait until the port is there')
            [CompletionResult]::new('--no-stub', '--no-stub', [CompletionResultType]::ParameterName, 'Use only the loader in the chip''s ROM: 115200 baud, no verification, no reading')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for `--format json`')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'smr;flash;erase' {
            [CompletionResult]::new('--port', '--port', [CompletionResultType]::ParameterName, 'The serial port [default: the one that looks like a board''s]')
            [CompletionResult]::new('--baud', '--baud', [CompletionResultType]::ParameterName, 'The fastest speed, in bits per second; a slower one is taken where it does not work')
            [CompletionResult]::new('--before', '--before', [CompletionResultType]::ParameterName, 'How the board gets into its boot loader')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'For how long the boot loader is waited for')
            [CompletionResult]::new('--after', '--after', [CompletionResultType]::ParameterName, 'How the board is left')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How it is printed')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--wait', '--wait', [CompletionResultType]::ParameterName, 'Wait until the port is there')
            [CompletionResult]::new('--no-stub', '--no-stub', [CompletionResultType]::ParameterName, 'Use only the loader in the chip''s ROM: 115200 baud, no verification, no reading')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do it without asking')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Only look at the board and say what would be done')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for `--format json`')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'smr;flash;help' {
            [CompletionResult]::new('list-ports', 'list-ports', [CompletionResultType]::ParameterValue, 'Show the serial ports that a board may be on, the most probable first')
            [CompletionResult]::new('info', 'info', [CompletionResultType]::ParameterValue, 'Show what is on a port: the chip, its MAC address and flash, and the gateway that is in it')
            [CompletionResult]::new('read', 'read', [CompletionResultType]::ParameterValue, 'Save what is in a board''s flash')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Check that a board''s flash holds an image, byte for byte')
            [CompletionResult]::new('erase', 'erase', [CompletionResultType]::ParameterValue, 'Erase all of a board''s flash: firmware, settings, Wi-Fi')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'smr;flash;help;list-ports' {
            break
        }
        'smr;flash;help;info' {
            break
        }
        'smr;flash;help;read' {
            break
        }
        'smr;flash;help;verify' {
            break
        }
        'smr;flash;help;erase' {
            break
        }
        'smr;flash;help;help' {
            break
        }
        'smr;provision' {
            [CompletionResult]::new('--port', '--port', [CompletionResultType]::ParameterName, 'The serial port that the gateway is on')
            [CompletionResult]::new('--gateway', '--gateway', [CompletionResultType]::ParameterName, 'The gateway''s address at its own access point, mostly 192.168.4.1')
            [CompletionResult]::new('--ssid', '--ssid', [CompletionResultType]::ParameterName, 'The Wi-Fi network')
            [CompletionResult]::new('--wifi-password-file', '--wifi-password-file', [CompletionResultType]::ParameterName, 'Its password is in the first line of this file, or of standard input (-)')
            [CompletionResult]::new('--name', '--name', [CompletionResultType]::ParameterName, 'The gateway''s name; without one it goes by its id')
            [CompletionResult]::new('--admin-password-file', '--admin-password-file', [CompletionResultType]::ParameterName, 'The new admin password, or that of a gateway that keeps the one it has, is in the first line of this file, or of standard input (-)')
            [CompletionResult]::new('--save-admin-password', '--save-admin-password', [CompletionResultType]::ParameterName, 'Make up an admin password and write it into this new file; one that is in it already is taken')
            [CompletionResult]::new('--from', '--from', [CompletionResultType]::ParameterName, 'Take what is not given from this file')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'For how long the gateway is waited for: on its port or address, and later in the network')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How it is printed')
            [CompletionResult]::new('--mdns-port', '--mdns-port', [CompletionResultType]::ParameterName, 'The UDP port of mDNS, for tests')
            [CompletionResult]::new('--interface', '--interface', [CompletionResultType]::ParameterName, 'Listen for the gateway on this network interface only')
            [CompletionResult]::new('--portal', '--portal', [CompletionResultType]::ParameterName, 'Where an access point is looked for')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--open', '--open', [CompletionResultType]::ParameterName, 'The network is open and has no password')
            [CompletionResult]::new('--store-passphrase', '--store-passphrase', [CompletionResultType]::ParameterName, 'Give the gateway the passphrase and not the key: for WPA3, and for networks whose name changes')
            [CompletionResult]::new('--remember', '--remember', [CompletionResultType]::ParameterName, 'Keep the new admin password for later commands, as smr login does')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Never ask')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Only look at the gateway and the networks that it hears')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for `--format json`')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'smr;commission' {
            [CompletionResult]::new('--image', '--image', [CompletionResultType]::ParameterName, 'The firmware [default: the newest for the board in `smr firmware list`]')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Which version of `smr firmware list`, instead of the newest')
            [CompletionResult]::new('--board', '--board', [CompletionResultType]::ParameterName, 'Use the chip as this board, which may have less flash than the chip [default: by the size of the flash]')
            [CompletionResult]::new('--port', '--port', [CompletionResultType]::ParameterName, 'The serial port [default: the one that looks like a board''s]')
            [CompletionResult]::new('--baud', '--baud', [CompletionResultType]::ParameterName, 'The fastest speed, in bits per second; a slower one is taken where it does not work')
            [CompletionResult]::new('--before', '--before', [CompletionResultType]::ParameterName, 'How the board gets into its boot loader')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'For how long the boot loader is waited for')
            [CompletionResult]::new('--from', '--from', [CompletionResultType]::ParameterName, 'Wi-Fi, name and admin password are in this file, or in files that it names')
            [CompletionResult]::new('--name', '--name', [CompletionResultType]::ParameterName, 'The gateway''s name, instead of that in the file; with --loop, `{number}` is the number of the board')
            [CompletionResult]::new('--telegram-timeout', '--telegram-timeout', [CompletionResultType]::ParameterName, 'For how long the first telegram is waited for')
            [CompletionResult]::new('--label', '--label', [CompletionResultType]::ParameterName, 'Draw a label with a QR code into this file: .svg, .png or .txt')
            [CompletionResult]::new('--label-link', '--label-link', [CompletionResultType]::ParameterName, 'Where the label''s QR code leads')
            [CompletionResult]::new('--first', '--first', [CompletionResultType]::ParameterName, 'The number of the first board, for `{number}` in the name')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How it is printed')
            [CompletionResult]::new('--mdns-port', '--mdns-port', [CompletionResultType]::ParameterName, 'The UDP port of mDNS, for tests')
            [CompletionResult]::new('--interface', '--interface', [CompletionResultType]::ParameterName, 'Listen for the gateway on this network interface only')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--wait', '--wait', [CompletionResultType]::ParameterName, 'Wait until the port is there')
            [CompletionResult]::new('--no-stub', '--no-stub', [CompletionResultType]::ParameterName, 'Use only the loader in the chip''s ROM: 115200 baud, no verification, no reading')
            [CompletionResult]::new('--again', '--again', [CompletionResultType]::ParameterName, 'Erase the settings of a gateway that was set up before, and set it up anew')
            [CompletionResult]::new('--no-meter', '--no-meter', [CompletionResultType]::ParameterName, 'Do not wait for a telegram: for a bench without a meter')
            [CompletionResult]::new('--label-password', '--label-password', [CompletionResultType]::ParameterName, 'Put the admin password on the label, too: whoever sees it can then change the gateway')
            [CompletionResult]::new('--remember', '--remember', [CompletionResultType]::ParameterName, 'Keep the admin password for later commands, as smr login does')
            [CompletionResult]::new('--loop', '--loop', [CompletionResultType]::ParameterName, 'One board after the other, until q')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do it without asking')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for `--format json`')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'smr;label' {
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long each answer is waited for')
            [CompletionResult]::new('--mdns-port', '--mdns-port', [CompletionResultType]::ParameterName, 'The UDP port of mDNS, for tests')
            [CompletionResult]::new('--interface', '--interface', [CompletionResultType]::ParameterName, 'Listen for names on this network interface only')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Draw the label into this file: .svg, .png or .txt')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Draw the label into this file: .svg, .png or .txt')
            [CompletionResult]::new('--link', '--link', [CompletionResultType]::ParameterName, 'Where the QR code leads')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'The user of the gateway')
            [CompletionResult]::new('--password-file', '--password-file', [CompletionResultType]::ParameterName, 'The password is in the first line of this file, or of standard input (-)')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How it is printed')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--with-password', '--with-password', [CompletionResultType]::ParameterName, 'Put the admin password on it, too: whoever sees the label can then change the gateway')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for `--format json`')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'smr;ota' {
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long each answer is waited for')
            [CompletionResult]::new('--mdns-port', '--mdns-port', [CompletionResultType]::ParameterName, 'The UDP port of mDNS, for tests')
            [CompletionResult]::new('--interface', '--interface', [CompletionResultType]::ParameterName, 'Listen for names on this network interface only')
            [CompletionResult]::new('--image', '--image', [CompletionResultType]::ParameterName, 'The firmware [default: the newest for the board in `smr firmware list`]')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Which version of `smr firmware list`, instead of the newest')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'The user of the gateway')
            [CompletionResult]::new('--password-file', '--password-file', [CompletionResultType]::ParameterName, 'The password is in the first line of this file, or of standard input (-)')
            [CompletionResult]::new('--key', '--key', [CompletionResultType]::ParameterName, 'The public key that the image must be signed with, as a PEM file')
            [CompletionResult]::new('--protocol', '--protocol', [CompletionResultType]::ParameterName, 'How the image gets there')
            [CompletionResult]::new('--ota-port', '--ota-port', [CompletionResultType]::ParameterName, 'The UDP port that `ArduinoOTA` listens on')
            [CompletionResult]::new('--proof-timeout', '--proof-timeout', [CompletionResultType]::ParameterName, 'For how long at most the gateway may be away and prove itself')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How it is printed')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--rollback', '--rollback', [CompletionResultType]::ParameterName, 'Go back: to what ran before, if the gateway still holds it, else to the newest firmware of `smr firmware list` that is older than what runs')
            [CompletionResult]::new('--allow-downgrade', '--allow-downgrade', [CompletionResultType]::ParameterName, 'Install it even if it is older than what runs')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Send it even if it runs already')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Only look, and say what would be done')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for `--format json`')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'smr;fleet' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('init', 'init', [CompletionResultType]::ParameterValue, 'Make an inventory')
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Add a gateway to an inventory')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the gateways of an inventory')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Ask all gateways of an inventory whether they are there, what they run and how they are')
            [CompletionResult]::new('plan', 'plan', [CompletionResultType]::ParameterValue, 'Plan an update, to be reviewed and applied later')
            [CompletionResult]::new('apply', 'apply', [CompletionResultType]::ParameterValue, 'Carry a plan out')
            [CompletionResult]::new('update', 'update', [CompletionResultType]::ParameterValue, 'Update the gateways of an inventory in stages')
            [CompletionResult]::new('config', 'config', [CompletionResultType]::ParameterValue, 'Change settings of many gateways in stages')
            [CompletionResult]::new('restart', 'restart', [CompletionResultType]::ParameterValue, 'Restart the gateways of an inventory in stages')
            [CompletionResult]::new('rotate-password', 'rotate-password', [CompletionResultType]::ParameterValue, 'Give the gateways of an inventory other admin passwords, in stages')
            [CompletionResult]::new('diag', 'diag', [CompletionResultType]::ParameterValue, 'Write an archive of each gateway for whoever helps')
            [CompletionResult]::new('resume', 'resume', [CompletionResultType]::ParameterValue, 'Go on with an update that paused, was stopped or ended in any other way')
            [CompletionResult]::new('retry', 'retry', [CompletionResultType]::ParameterValue, 'Try the gateways of an update again that failed or were unreachable')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Say how far an update is, also while it runs')
            [CompletionResult]::new('report', 'report', [CompletionResultType]::ParameterValue, 'Report what became of each gateway in an update')
            [CompletionResult]::new('abort', 'abort', [CompletionResultType]::ParameterValue, 'Give an update up for good: it cannot be resumed any more')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'smr;fleet;init' {
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write it into this file')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write it into this file')
            [CompletionResult]::new('--listen', '--listen', [CompletionResultType]::ParameterName, 'Listen this long for them')
            [CompletionResult]::new('--password-file', '--password-file', [CompletionResultType]::ParameterName, 'Refer to this file for the password of all of them; the password itself is not written')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long each answer is waited for')
            [CompletionResult]::new('--mdns-port', '--mdns-port', [CompletionResultType]::ParameterName, 'The UDP port of mDNS, for tests')
            [CompletionResult]::new('--interface', '--interface', [CompletionResultType]::ParameterName, 'Listen for names on this network interface only')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--discover', '--discover', [CompletionResultType]::ParameterName, 'Of the gateways on the local network')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Replace an inventory that exists')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'smr;fleet;add' {
            [CompletionResult]::new('--inventory', '--inventory', [CompletionResultType]::ParameterName, 'The inventory')
            [CompletionResult]::new('--group', '--group', [CompletionResultType]::ParameterName, 'The group that it belongs to')
            [CompletionResult]::new('--label', '--label', [CompletionResultType]::ParameterName, 'What else is known of it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'smr;fleet;list' {
            [CompletionResult]::new('--inventory', '--inventory', [CompletionResultType]::ParameterName, 'The inventory')
            [CompletionResult]::new('--select', '--select', [CompletionResultType]::ParameterName, 'Only gateways like this: `kitchen`, `flat-*`, `site=north`, `version<1.4`')
            [CompletionResult]::new('--password-file', '--password-file', [CompletionResultType]::ParameterName, 'The password of gateways for which the inventory names none, in the first line of this file')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long each answer is waited for')
            [CompletionResult]::new('--mdns-port', '--mdns-port', [CompletionResultType]::ParameterName, 'The UDP port of mDNS, for tests')
            [CompletionResult]::new('--interface', '--interface', [CompletionResultType]::ParameterName, 'Listen for names on this network interface only')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How it is printed')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for `--format json`')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'smr;fleet;check' {
            [CompletionResult]::new('--inventory', '--inventory', [CompletionResultType]::ParameterName, 'The inventory')
            [CompletionResult]::new('--select', '--select', [CompletionResultType]::ParameterName, 'Only gateways like this: `kitchen`, `flat-*`, `site=north`, `version<1.4`')
            [CompletionResult]::new('--password-file', '--password-file', [CompletionResultType]::ParameterName, 'The password of gateways for which the inventory names none, in the first line of this file')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long each answer is waited for')
            [CompletionResult]::new('--mdns-port', '--mdns-port', [CompletionResultType]::ParameterName, 'The UDP port of mDNS, for tests')
            [CompletionResult]::new('--interface', '--interface', [CompletionResultType]::ParameterName, 'Listen for names on this network interface only')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How it is printed')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for `--format json`')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'smr;fleet;plan' {
            [CompletionResult]::new('--inventory', '--inventory', [CompletionResultType]::ParameterName, 'The inventory')
            [CompletionResult]::new('--select', '--select', [CompletionResultType]::ParameterName, 'Only gateways like this: `kitchen`, `flat-*`, `site=north`, `version<1.4`')
            [CompletionResult]::new('--password-file', '--password-file', [CompletionResultType]::ParameterName, 'The password of gateways for which the inventory names none, in the first line of this file')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long each answer is waited for')
            [CompletionResult]::new('--mdns-port', '--mdns-port', [CompletionResultType]::ParameterName, 'The UDP port of mDNS, for tests')
            [CompletionResult]::new('--interface', '--interface', [CompletionResultType]::ParameterName, 'Listen for names on this network interface only')
            [CompletionResult]::new('--image', '--image', [CompletionResultType]::ParameterName, 'The firmware [default: the newest for the board in `smr firmware list`]')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Which version of `smr firmware list`, instead of the newest')
            [CompletionResult]::new('--key', '--key', [CompletionResultType]::ParameterName, 'The public key that the image must be signed with, as a PEM file')
            [CompletionResult]::new('--stages', '--stages', [CompletionResultType]::ParameterName, 'Where stages end, counted from the first gateway: numbers, or shares of all, rounded up')
            [CompletionResult]::new('--canary', '--canary', [CompletionResultType]::ParameterName, 'These come first, in a stage of their own; selectors as of --select')
            [CompletionResult]::new('--seed', '--seed', [CompletionResultType]::ParameterName, 'What the order is made from; the same number gives the same order [default: drawn, and written into the journal]')
            [CompletionResult]::new('--max-parallel', '--max-parallel', [CompletionResultType]::ParameterName, 'The most gateways that are under way at once')
            [CompletionResult]::new('--max-per-subnet', '--max-per-subnet', [CompletionResultType]::ParameterName, 'The most of one network: /24 for IPv4, /64 for IPv6; those given by name count as one network')
            [CompletionResult]::new('--error-threshold', '--error-threshold', [CompletionResultType]::ParameterName, 'Pause when so many or more (>=) have failed: N in all, P% of the stage under way')
            [CompletionResult]::new('--success-threshold', '--success-threshold', [CompletionResultType]::ParameterName, 'Begin the next stage only when so many or more (>=) of this one are done; N is at most the whole stage')
            [CompletionResult]::new('--unreachable-budget', '--unreachable-budget', [CompletionResultType]::ParameterName, 'So many of all gateways may be unreachable; pause when more (>) are. They do not count as failed')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'How often a gateway is tried again that was busy, unreachable or cut off')
            [CompletionResult]::new('--back-off', '--back-off', [CompletionResultType]::ParameterName, 'Before a gateway is tried again; doubled each further time, up to 5 minutes')
            [CompletionResult]::new('--wait-online', '--wait-online', [CompletionResultType]::ParameterName, 'Wait so long for gateways that are unreachable, without holding up their stage')
            [CompletionResult]::new('--soak', '--soak', [CompletionResultType]::ParameterName, 'How long a stage has to run before its gateways are looked at (what was done has lasted, telegrams come) and the next begins')
            [CompletionResult]::new('--window', '--window', [CompletionResultType]::ParameterName, 'Begin gateways only in these hours, in the time of this computer: `01:00-05:00`')
            [CompletionResult]::new('--proof-timeout', '--proof-timeout', [CompletionResultType]::ParameterName, 'For how long at most each gateway may be away and prove itself [default: 15m for updates, else 2m]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write it into this file [default: standard output]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write it into this file [default: standard output]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--allow-downgrade', '--allow-downgrade', [CompletionResultType]::ParameterName, 'Install it even where it is older than what runs')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Replace a plan that exists')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'smr;fleet;apply' {
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'How many gateways are meant: must be right, so that nobody changes more than they think')
            [CompletionResult]::new('--journal', '--journal', [CompletionResultType]::ParameterName, 'The folder of the journal, which is made [default: fleet-DATE-TIME]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long each answer is waited for')
            [CompletionResult]::new('--mdns-port', '--mdns-port', [CompletionResultType]::ParameterName, 'The UDP port of mDNS, for tests')
            [CompletionResult]::new('--interface', '--interface', [CompletionResultType]::ParameterName, 'Listen for names on this network interface only')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How it is printed')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for `--format json`')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'smr;fleet;update' {
            [CompletionResult]::new('--inventory', '--inventory', [CompletionResultType]::ParameterName, 'The inventory')
            [CompletionResult]::new('--select', '--select', [CompletionResultType]::ParameterName, 'Only gateways like this: `kitchen`, `flat-*`, `site=north`, `version<1.4`')
            [CompletionResult]::new('--password-file', '--password-file', [CompletionResultType]::ParameterName, 'The password of gateways for which the inventory names none, in the first line of this file')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long each answer is waited for')
            [CompletionResult]::new('--mdns-port', '--mdns-port', [CompletionResultType]::ParameterName, 'The UDP port of mDNS, for tests')
            [CompletionResult]::new('--interface', '--interface', [CompletionResultType]::ParameterName, 'Listen for names on this network interface only')
            [CompletionResult]::new('--image', '--image', [CompletionResultType]::ParameterName, 'The firmware [default: the newest for the board in `smr firmware list`]')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Which version of `smr firmware list`, instead of the newest')
            [CompletionResult]::new('--key', '--key', [CompletionResultType]::ParameterName, 'The public key that the image must be signed with, as a PEM file')
            [CompletionResult]::new('--stages', '--stages', [CompletionResultType]::ParameterName, 'Where stages end, counted from the first gateway: numbers, or shares of all, rounded up')
            [CompletionResult]::new('--canary', '--canary', [CompletionResultType]::ParameterName, 'These come first, in a stage of their own; selectors as of --select')
            [CompletionResult]::new('--seed', '--seed', [CompletionResultType]::ParameterName, 'What the order is made from; the same number gives the same order [default: drawn, and written into the journal]')
            [CompletionResult]::new('--max-parallel', '--max-parallel', [CompletionResultType]::ParameterName, 'The most gateways that are under way at once')
            [CompletionResult]::new('--max-per-subnet', '--max-per-subnet', [CompletionResultType]::ParameterName, 'The most of one network: /24 for IPv4, /64 for IPv6; those given by name count as one network')
            [CompletionResult]::new('--error-threshold', '--error-threshold', [CompletionResultType]::ParameterName, 'Pause when so many or more (>=) have failed: N in all, P% of the stage under way')
            [CompletionResult]::new('--success-threshold', '--success-threshold', [CompletionResultType]::ParameterName, 'Begin the next stage only when so many or more (>=) of this one are done; N is at most the whole stage')
            [CompletionResult]::new('--unreachable-budget', '--unreachable-budget', [CompletionResultType]::ParameterName, 'So many of all gateways may be unreachable; pause when more (>) are. They do not count as failed')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'How often a gateway is tried again that was busy, unreachable or cut off')
            [CompletionResult]::new('--back-off', '--back-off', [CompletionResultType]::ParameterName, 'Before a gateway is tried again; doubled each further time, up to 5 minutes')
            [CompletionResult]::new('--wait-online', '--wait-online', [CompletionResultType]::ParameterName, 'Wait so long for gateways that are unreachable, without holding up their stage')
            [CompletionResult]::new('--soak', '--soak', [CompletionResultType]::ParameterName, 'How long a stage has to run before its gateways are looked at (what was done has lasted, telegrams come) and the next begins')
            [CompletionResult]::new('--window', '--window', [CompletionResultType]::ParameterName, 'Begin gateways only in these hours, in the time of this computer: `01:00-05:00`')
            [CompletionResult]::new('--proof-timeout', '--proof-timeout', [CompletionResultType]::ParameterName, 'For how long at most each gateway may be away and prove itself [default: 15m for updates, else 2m]')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'How many gateways are meant: must be right, so that nobody changes more than they think')
            [CompletionResult]::new('--journal', '--journal', [CompletionResultType]::ParameterName, 'The folder of the journal, which is made [default: fleet-DATE-TIME]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How it is printed')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--allow-downgrade', '--allow-downgrade', [CompletionResultType]::ParameterName, 'Install it even where it is older than what runs')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Only say what would be done, in which order')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for `--format json`')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'smr;fleet;config' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('set', 'set', [CompletionResultType]::ParameterValue, 'Change settings of the gateways of an inventory in stages')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'smr;fleet;config;set' {
            [CompletionResult]::new('--secret', '--secret', [CompletionResultType]::ParameterName, 'The new value is in this file: its first line, or a PEM file')
            [CompletionResult]::new('--inventory', '--inventory', [CompletionResultType]::ParameterName, 'The inventory')
            [CompletionResult]::new('--select', '--select', [CompletionResultType]::ParameterName, 'Only gateways like this: `kitchen`, `flat-*`, `site=north`, `version<1.4`')
            [CompletionResult]::new('--password-file', '--password-file', [CompletionResultType]::ParameterName, 'The password of gateways for which the inventory names none, in the first line of this file')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long each answer is waited for')
            [CompletionResult]::new('--mdns-port', '--mdns-port', [CompletionResultType]::ParameterName, 'The UDP port of mDNS, for tests')
            [CompletionResult]::new('--interface', '--interface', [CompletionResultType]::ParameterName, 'Listen for names on this network interface only')
            [CompletionResult]::new('--stages', '--stages', [CompletionResultType]::ParameterName, 'Where stages end, counted from the first gateway: numbers, or shares of all, rounded up')
            [CompletionResult]::new('--canary', '--canary', [CompletionResultType]::ParameterName, 'These come first, in a stage of their own; selectors as of --select')
            [CompletionResult]::new('--seed', '--seed', [CompletionResultType]::ParameterName, 'What the order is made from; the same number gives the same order [default: drawn, and written into the journal]')
            [CompletionResult]::new('--max-parallel', '--max-parallel', [CompletionResultType]::ParameterName, 'The most gateways that are under way at once')
            [CompletionResult]::new('--max-per-subnet', '--max-per-subnet', [CompletionResultType]::ParameterName, 'The most of one network: /24 for IPv4, /64 for IPv6; those given by name count as one network')
            [CompletionResult]::new('--error-threshold', '--error-threshold', [CompletionResultType]::ParameterName, 'Pause when so many or more (>=) have failed: N in all, P% of the stage under way')
            [CompletionResult]::new('--success-threshold', '--success-threshold', [CompletionResultType]::ParameterName, 'Begin the next stage only when so many or more (>=) of this one are done; N is at most the whole stage')
            [CompletionResult]::new('--unreachable-budget', '--unreachable-budget', [CompletionResultType]::ParameterName, 'So many of all gateways may be unreachable; pause when more (>) are. They do not count as failed')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'How often a gateway is tried again that was busy, unreachable or cut off')
            [CompletionResult]::new('--back-off', '--back-off', [CompletionResultType]::ParameterName, 'Before a gateway is tried again; doubled each further time, up to 5 minutes')
            [CompletionResult]::new('--wait-online', '--wait-online', [CompletionResultType]::ParameterName, 'Wait so long for gateways that are unreachable, without holding up their stage')
            [CompletionResult]::new('--soak', '--soak', [CompletionResultType]::ParameterName, 'How long a stage has to run before its gateways are looked at (what was done has lasted, telegrams come) and the next begins')
            [CompletionResult]::new('--window', '--window', [CompletionResultType]::ParameterName, 'Begin gateways only in these hours, in the time of this computer: `01:00-05:00`')
            [CompletionResult]::new('--proof-timeout', '--proof-timeout', [CompletionResultType]::ParameterName, 'For how long at most each gateway may be away and prove itself [default: 15m for updates, else 2m]')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'How many gateways are meant: must be right, so that nobody changes more than they think')
            [CompletionResult]::new('--journal', '--journal', [CompletionResultType]::ParameterName, 'The folder of the journal, which is made [default: fleet-DATE-TIME]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How it is printed')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Ask all gateways, and only say what would be changed')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for `--format json`')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'smr;fleet;config;help' {
            [CompletionResult]::new('set', 'set', [CompletionResultType]::ParameterValue, 'Change settings of the gateways of an inventory in stages')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'smr;fleet;config;help;set' {
            break
        }
        'smr;fleet;config;help;help' {
            break
        }
        'smr;fleet;restart' {
            [CompletionResult]::new('--inventory', '--inventory', [CompletionResultType]::ParameterName, 'The inventory')
            [CompletionResult]::new('--select', '--select', [CompletionResultType]::ParameterName, 'Only gateways like this: `kitchen`, `flat-*`, `site=north`, `version<1.4`')
            [CompletionResult]::new('--password-file', '--password-file', [CompletionResultType]::ParameterName, 'The password of gateways for which the inventory names none, in the first line of this file')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long each answer is waited for')
            [CompletionResult]::new('--mdns-port', '--mdns-port', [CompletionResultType]::ParameterName, 'The UDP port of mDNS, for tests')
            [CompletionResult]::new('--interface', '--interface', [CompletionResultType]::ParameterName, 'Listen for names on this network interface only')
            [CompletionResult]::new('--stages', '--stages', [CompletionResultType]::ParameterName, 'Where stages end, counted from the first gateway: numbers, or shares of all, rounded up')
            [CompletionResult]::new('--canary', '--canary', [CompletionResultType]::ParameterName, 'These come first, in a stage of their own; selectors as of --select')
            [CompletionResult]::new('--seed', '--seed', [CompletionResultType]::ParameterName, 'What the order is made from; the same number gives the same order [default: drawn, and written into the journal]')
            [CompletionResult]::new('--max-parallel', '--max-parallel', [CompletionResultType]::ParameterName, 'The most gateways that are under way at once')
            [CompletionResult]::new('--max-per-subnet', '--max-per-subnet', [CompletionResultType]::ParameterName, 'The most of one network: /24 for IPv4, /64 for IPv6; those given by name count as one network')
            [CompletionResult]::new('--error-threshold', '--error-threshold', [CompletionResultType]::ParameterName, 'Pause when so many or more (>=) have failed: N in all, P% of the stage under way')
            [CompletionResult]::new('--success-threshold', '--success-threshold', [CompletionResultType]::ParameterName, 'Begin the next stage only when so many or more (>=) of this one are done; N is at most the whole stage')
            [CompletionResult]::new('--unreachable-budget', '--unreachable-budget', [CompletionResultType]::ParameterName, 'So many of all gateways may be unreachable; pause when more (>) are. They do not count as failed')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'How often a gateway is tried again that was busy, unreachable or cut off')
            [CompletionResult]::new('--back-off', '--back-off', [CompletionResultType]::ParameterName, 'Before a gateway is tried again; doubled each further time, up to 5 minutes')
            [CompletionResult]::new('--wait-online', '--wait-online', [CompletionResultType]::ParameterName, 'Wait so long for gateways that are unreachable, without holding up their stage')
            [CompletionResult]::new('--soak', '--soak', [CompletionResultType]::ParameterName, 'How long a stage has to run before its gateways are looked at (what was done has lasted, telegrams come) and the next begins')
            [CompletionResult]::new('--window', '--window', [CompletionResultType]::ParameterName, 'Begin gateways only in these hours, in the time of this computer: `01:00-05:00`')
            [CompletionResult]::new('--proof-timeout', '--proof-timeout', [CompletionResultType]::ParameterName, 'For how long at most each gateway may be away and prove itself [default: 15m for updates, else 2m]')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'How many gateways are meant: must be right, so that nobody changes more than they think')
            [CompletionResult]::new('--journal', '--journal', [CompletionResultType]::ParameterName, 'The folder of the journal, which is made [default: fleet-DATE-TIME]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How it is printed')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for `--format json`')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'smr;fleet;rotate-password' {
            [CompletionResult]::new('--inventory', '--inventory', [CompletionResultType]::ParameterName, 'The inventory')
            [CompletionResult]::new('--select', '--select', [CompletionResultType]::ParameterName, 'Only gateways like this: `kitchen`, `flat-*`, `site=north`, `version<1.4`')
            [CompletionResult]::new('--password-file', '--password-file', [CompletionResultType]::ParameterName, 'The password of gateways for which the inventory names none, in the first line of this file')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long each answer is waited for')
            [CompletionResult]::new('--mdns-port', '--mdns-port', [CompletionResultType]::ParameterName, 'The UDP port of mDNS, for tests')
            [CompletionResult]::new('--interface', '--interface', [CompletionResultType]::ParameterName, 'Listen for names on this network interface only')
            [CompletionResult]::new('--new-password-file', '--new-password-file', [CompletionResultType]::ParameterName, 'All get the password in the first line of this file')
            [CompletionResult]::new('--new-password-variable', '--new-password-variable', [CompletionResultType]::ParameterName, 'All get the password in this variable of the environment')
            [CompletionResult]::new('--out', '--out', [CompletionResultType]::ParameterName, 'Write the new passwords into this file, which is made if it is not there [default: where smr login keeps them]')
            [CompletionResult]::new('--stages', '--stages', [CompletionResultType]::ParameterName, 'Where stages end, counted from the first gateway: numbers, or shares of all, rounded up')
            [CompletionResult]::new('--canary', '--canary', [CompletionResultType]::ParameterName, 'These come first, in a stage of their own; selectors as of --select')
            [CompletionResult]::new('--seed', '--seed', [CompletionResultType]::ParameterName, 'What the order is made from; the same number gives the same order [default: drawn, and written into the journal]')
            [CompletionResult]::new('--max-parallel', '--max-parallel', [CompletionResultType]::ParameterName, 'The most gateways that are under way at once')
            [CompletionResult]::new('--max-per-subnet', '--max-per-subnet', [CompletionResultType]::ParameterName, 'The most of one network: /24 for IPv4, /64 for IPv6; those given by name count as one network')
            [CompletionResult]::new('--error-threshold', '--error-threshold', [CompletionResultType]::ParameterName, 'Pause when so many or more (>=) have failed: N in all, P% of the stage under way')
            [CompletionResult]::new('--success-threshold', '--success-threshold', [CompletionResultType]::ParameterName, 'Begin the next stage only when so many or more (>=) of this one are done; N is at most the whole stage')
            [CompletionResult]::new('--unreachable-budget', '--unreachable-budget', [CompletionResultType]::ParameterName, 'So many of all gateways may be unreachable; pause when more (>) are. They do not count as failed')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'How often a gateway is tried again that was busy, unreachable or cut off')
            [CompletionResult]::new('--back-off', '--back-off', [CompletionResultType]::ParameterName, 'Before a gateway is tried again; doubled each further time, up to 5 minutes')
            [CompletionResult]::new('--wait-online', '--wait-online', [CompletionResultType]::ParameterName, 'Wait so long for gateways that are unreachable, without holding up their stage')
            [CompletionResult]::new('--soak', '--soak', [CompletionResultType]::ParameterName, 'How long a stage has to run before its gateways are looked at (what was done has lasted, telegrams come) and the next begins')
            [CompletionResult]::new('--window', '--window', [CompletionResultType]::ParameterName, 'Begin gateways only in these hours, in the time of this computer: `01:00-05:00`')
            [CompletionResult]::new('--proof-timeout', '--proof-timeout', [CompletionResultType]::ParameterName, 'For how long at most each gateway may be away and prove itself [default: 15m for updates, else 2m]')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'How many gateways are meant: must be right, so that nobody changes more than they think')
            [CompletionResult]::new('--journal', '--journal', [CompletionResultType]::ParameterName, 'The folder of the journal, which is made [default: fleet-DATE-TIME]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How it is printed')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for `--format json`')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'smr;fleet;diag' {
            [CompletionResult]::new('--inventory', '--inventory', [CompletionResultType]::ParameterName, 'The inventory')
            [CompletionResult]::new('--select', '--select', [CompletionResultType]::ParameterName, 'Only gateways like this: `kitchen`, `flat-*`, `site=north`, `version<1.4`')
            [CompletionResult]::new('--password-file', '--password-file', [CompletionResultType]::ParameterName, 'The password of gateways for which the inventory names none, in the first line of this file')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long each answer is waited for')
            [CompletionResult]::new('--mdns-port', '--mdns-port', [CompletionResultType]::ParameterName, 'The UDP port of mDNS, for tests')
            [CompletionResult]::new('--interface', '--interface', [CompletionResultType]::ParameterName, 'Listen for names on this network interface only')
            [CompletionResult]::new('--bundle-dir', '--bundle-dir', [CompletionResultType]::ParameterName, 'The folder of the archives, which is made')
            [CompletionResult]::new('--max-parallel', '--max-parallel', [CompletionResultType]::ParameterName, 'The most gateways that are asked at once')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'How often a gateway is asked again that was busy or unreachable')
            [CompletionResult]::new('--back-off', '--back-off', [CompletionResultType]::ParameterName, 'Before a gateway is asked again; doubled each further time, up to 5 minutes')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How it is printed')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--anonymous', '--anonymous', [CompletionResultType]::ParameterName, 'Leave out whose gateways they are')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for `--format json`')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'smr;fleet;resume' {
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long each answer is waited for')
            [CompletionResult]::new('--mdns-port', '--mdns-port', [CompletionResultType]::ParameterName, 'The UDP port of mDNS, for tests')
            [CompletionResult]::new('--interface', '--interface', [CompletionResultType]::ParameterName, 'Listen for names on this network interface only')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How it is printed')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for `--format json`')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'smr;fleet;retry' {
            [CompletionResult]::new('--only', '--only', [CompletionResultType]::ParameterName, 'Which of them [default: both]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long each answer is waited for')
            [CompletionResult]::new('--mdns-port', '--mdns-port', [CompletionResultType]::ParameterName, 'The UDP port of mDNS, for tests')
            [CompletionResult]::new('--interface', '--interface', [CompletionResultType]::ParameterName, 'Listen for names on this network interface only')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How it is printed')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for `--format json`')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'smr;fleet;status' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How it is printed')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for `--format json`')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'smr;fleet;report' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How it is printed')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for `--format json`')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'smr;fleet;abort' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'smr;fleet;help' {
            [CompletionResult]::new('init', 'init', [CompletionResultType]::ParameterValue, 'Make an inventory')
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Add a gateway to an inventory')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the gateways of an inventory')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Ask all gateways of an inventory whether they are there, what they run and how they are')
            [CompletionResult]::new('plan', 'plan', [CompletionResultType]::ParameterValue, 'Plan an update, to be reviewed and applied later')
            [CompletionResult]::new('apply', 'apply', [CompletionResultType]::ParameterValue, 'Carry a plan out')
            [CompletionResult]::new('update', 'update', [CompletionResultType]::ParameterValue, 'Update the gateways of an inventory in stages')
            [CompletionResult]::new('config', 'config', [CompletionResultType]::ParameterValue, 'Change settings of many gateways in stages')
            [CompletionResult]::new('restart', 'restart', [CompletionResultType]::ParameterValue, 'Restart the gateways of an inventory in stages')
            [CompletionResult]::new('rotate-password', 'rotate-password', [CompletionResultType]::ParameterValue, 'Give the gateways of an inventory other admin passwords, in stages')
            [CompletionResult]::new('diag', 'diag', [CompletionResultType]::ParameterValue, 'Write an archive of each gateway for whoever helps')
            [CompletionResult]::new('resume', 'resume', [CompletionResultType]::ParameterValue, 'Go on with an update that paused, was stopped or ended in any other way')
            [CompletionResult]::new('retry', 'retry', [CompletionResultType]::ParameterValue, 'Try the gateways of an update again that failed or were unreachable')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Say how far an update is, also while it runs')
            [CompletionResult]::new('report', 'report', [CompletionResultType]::ParameterValue, 'Report what became of each gateway in an update')
            [CompletionResult]::new('abort', 'abort', [CompletionResultType]::ParameterValue, 'Give an update up for good: it cannot be resumed any more')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'smr;fleet;help;init' {
            break
        }
        'smr;fleet;help;add' {
            break
        }
        'smr;fleet;help;list' {
            break
        }
        'smr;fleet;help;check' {
            break
        }
        'smr;fleet;help;plan' {
            break
        }
        'smr;fleet;help;apply' {
            break
        }
        'smr;fleet;help;update' {
            break
        }
        'smr;fleet;help;config' {
            [CompletionResult]::new('set', 'set', [CompletionResultType]::ParameterValue, 'Change settings of the gateways of an inventory in stages')
            break
        }
        'smr;fleet;help;config;set' {
            break
        }
        'smr;fleet;help;restart' {
            break
        }
        'smr;fleet;help;rotate-password' {
            break
        }
        'smr;fleet;help;diag' {
            break
        }
        'smr;fleet;help;resume' {
            break
        }
        'smr;fleet;help;retry' {
            break
        }
        'smr;fleet;help;status' {
            break
        }
        'smr;fleet;help;report' {
            break
        }
        'smr;fleet;help;abort' {
            break
        }
        'smr;fleet;help;help' {
            break
        }
        'smr;firmware' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'Show the firmware that is at hand')
            [CompletionResult]::new('build', 'build', [CompletionResultType]::ParameterValue, 'Build the firmware from its source and add it to your own folder')
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Put firmware images into your own folder, where smr flash finds them')
            [CompletionResult]::new('remove', 'remove', [CompletionResultType]::ParameterValue, 'Remove firmware images from your own folder')
            [CompletionResult]::new('inspect', 'inspect', [CompletionResultType]::ParameterValue, 'Show what is in a firmware image, sound or not')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Check a firmware image by the rules by which a gateway does')
            [CompletionResult]::new('keygen', 'keygen', [CompletionResultType]::ParameterValue, 'Make a pair of keys: one that signs images, one that gateways know')
            [CompletionResult]::new('sign', 'sign', [CompletionResultType]::ParameterValue, 'Sign a firmware image')
            [CompletionResult]::new('make-sim-image', 'make-sim-image', [CompletionResultType]::ParameterValue, 'Make a firmware image for virtual boards')
            [CompletionResult]::new('link', 'link', [CompletionResultType]::ParameterValue, 'Put a firmware image together from the boot loader and a linked program')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'smr;firmware;list' {
            [CompletionResult]::new('--board', '--board', [CompletionResultType]::ParameterName, 'Only for this board: `esp8266-1m` or `esp8266-4m`')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How it is printed')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for `--format json`')
            [CompletionResult]::new('--licences', '--licences', [CompletionResultType]::ParameterName, 'Print instead what is in the firmware that is built in, and under which licences')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'smr;firmware;build' {
            [CompletionResult]::new('--board', '--board', [CompletionResultType]::ParameterName, 'Only for this board [default: all]')
            [CompletionResult]::new('--source', '--source', [CompletionResultType]::ParameterName, 'The source: a copy of smr''s repository [default: the one that this folder is in]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write the images to this folder, too')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write the images to this folder, too')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--no-add', '--no-add', [CompletionResultType]::ParameterName, 'Do not add the images to your own folder')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'smr;firmware;add' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--replace', '--replace', [CompletionResultType]::ParameterName, 'Put them in the place of others of the same version for the same board')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'smr;firmware;remove' {
            [CompletionResult]::new('--board', '--board', [CompletionResultType]::ParameterName, 'Only for this board: `esp8266-1m` or `esp8266-4m`')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do it without asking')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Only say what would be done')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'smr;firmware;inspect' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How it is printed')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for `--format json`')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'smr;firmware;verify' {
            [CompletionResult]::new('--key', '--key', [CompletionResultType]::ParameterName, 'The public key whose signature it must have, as a PEM file')
            [CompletionResult]::new('--board', '--board', [CompletionResultType]::ParameterName, 'The board that it must be for: `esp8266-1m` or `esp8266-4m`')
            [CompletionResult]::new('--security-floor', '--security-floor', [CompletionResultType]::ParameterName, 'The lowest security version that it may have')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'smr;firmware;keygen' {
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The beginning of both files'' names')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The beginning of both files'' names')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Write over keys that are there, which are lost then')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'smr;firmware;sign' {
            [CompletionResult]::new('--key', '--key', [CompletionResultType]::ParameterName, 'The private key, as a PEM file')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The file to write, which may be the image itself')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The file to write, which may be the image itself')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--replace', '--replace', [CompletionResultType]::ParameterName, 'Put the signature in the place of the one that the image has')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'smr;firmware;make-sim-image' {
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'The version that it says it is')
            [CompletionResult]::new('--board', '--board', [CompletionResultType]::ParameterName, 'The board that it is for: `esp8266-1m` or `esp8266-4m`')
            [CompletionResult]::new('--build', '--build', [CompletionResultType]::ParameterName, 'The build that it says it is')
            [CompletionResult]::new('--size', '--size', [CompletionResultType]::ParameterName, 'Its size, rounded up to a multiple of 16')
            [CompletionResult]::new('--security-version', '--security-version', [CompletionResultType]::ParameterName, 'Its security version')
            [CompletionResult]::new('--sign', '--sign', [CompletionResultType]::ParameterName, 'Sign it with this private key, a PEM file')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The file to write')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The file to write')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'smr;firmware;link' {
            [CompletionResult]::new('--boot', '--boot', [CompletionResultType]::ParameterName, 'The boot loader, an image for the beginning of the flash')
            [CompletionResult]::new('--board', '--board', [CompletionResultType]::ParameterName, 'The board that it is for: `esp8266-1m` or `esp8266-4m`')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The file to write')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The file to write')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'smr;firmware;help' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'Show the firmware that is at hand')
            [CompletionResult]::new('build', 'build', [CompletionResultType]::ParameterValue, 'Build the firmware from its source and add it to your own folder')
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Put firmware images into your own folder, where smr flash finds them')
            [CompletionResult]::new('remove', 'remove', [CompletionResultType]::ParameterValue, 'Remove firmware images from your own folder')
            [CompletionResult]::new('inspect', 'inspect', [CompletionResultType]::ParameterValue, 'Show what is in a firmware image, sound or not')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Check a firmware image by the rules by which a gateway does')
            [CompletionResult]::new('keygen', 'keygen', [CompletionResultType]::ParameterValue, 'Make a pair of keys: one that signs images, one that gateways know')
            [CompletionResult]::new('sign', 'sign', [CompletionResultType]::ParameterValue, 'Sign a firmware image')
            [CompletionResult]::new('make-sim-image', 'make-sim-image', [CompletionResultType]::ParameterValue, 'Make a firmware image for virtual boards')
            [CompletionResult]::new('link', 'link', [CompletionResultType]::ParameterValue, 'Put a firmware image together from the boot loader and a linked program')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'smr;firmware;help;list' {
            break
        }
        'smr;firmware;help;build' {
            break
        }
        'smr;firmware;help;add' {
            break
        }
        'smr;firmware;help;remove' {
            break
        }
        'smr;firmware;help;inspect' {
            break
        }
        'smr;firmware;help;verify' {
            break
        }
        'smr;firmware;help;keygen' {
            break
        }
        'smr;firmware;help;sign' {
            break
        }
        'smr;firmware;help;make-sim-image' {
            break
        }
        'smr;firmware;help;link' {
            break
        }
        'smr;firmware;help;help' {
            break
        }
        'smr;sim' {
            [CompletionResult]::new('--count', '--count', [CompletionResultType]::ParameterName, 'How many boards')
            [CompletionResult]::new('--board', '--board', [CompletionResultType]::ParameterName, 'What the boards are')
            [CompletionResult]::new('--state-dir', '--state-dir', [CompletionResultType]::ParameterName, 'Keep the boards here (flash, RTC memory, MAC address) and go on with those that are there')
            [CompletionResult]::new('--image', '--image', [CompletionResultType]::ParameterName, 'The firmware of new boards [default: what is built into smr for them, or a made-up image of its version]')
            [CompletionResult]::new('--http-port', '--http-port', [CompletionResultType]::ParameterName, 'Port of the HTTP server, 0 for any free one')
            [CompletionResult]::new('--p1-port', '--p1-port', [CompletionResultType]::ParameterName, 'Port of the meter''s bytes, 0 for any free one')
            [CompletionResult]::new('--ota-port', '--ota-port', [CompletionResultType]::ParameterName, 'Port for invitations to update, 0 for any free one')
            [CompletionResult]::new('--admin-password-file', '--admin-password-file', [CompletionResultType]::ParameterName, 'New boards have the admin password in the first line of this file')
            [CompletionResult]::new('--meter', '--meter', [CompletionResultType]::ParameterName, 'A simulated meter by its name or that of its country, or a file with telegrams')
            [CompletionResult]::new('--interval', '--interval', [CompletionResultType]::ParameterName, 'Time between telegrams')
            [CompletionResult]::new('--mdns-port', '--mdns-port', [CompletionResultType]::ParameterName, 'The UDP port of mDNS, for tests')
            [CompletionResult]::new('--faults', '--faults', [CompletionResultType]::ParameterName, 'What goes wrong, with which board: a TOML file with [[fault]] tables')
            [CompletionResult]::new('--trial', '--trial', [CompletionResultType]::ParameterName, 'How long new firmware is on trial')
            [CompletionResult]::new('--wifi', '--wifi', [CompletionResultType]::ParameterName, 'The network in the air and its password; new boards know it')
            [CompletionResult]::new('--pace', '--pace', [CompletionResultType]::ParameterName, 'How fast bytes pass on the serial line, in bits per second [default: 115200 from the meter, no limit to a blank board]')
            [CompletionResult]::new('--machine', '--machine', [CompletionResultType]::ParameterName, 'Run what hosts load into a board''s RAM as machine code, in QEMU with this file: see docs/virtual-boards.md')
            [CompletionResult]::new('--for', '--for', [CompletionResultType]::ParameterName, 'Stop after this long')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--blank', '--blank', [CompletionResultType]::ParameterName, 'New boards have nothing in their flash')
            [CompletionResult]::new('--setup', '--setup', [CompletionResultType]::ParameterName, 'New boards have firmware but know no network')
            [CompletionResult]::new('--mdns', '--mdns', [CompletionResultType]::ParameterName, 'Announce the boards over mDNS, within this computer')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'smr;completions' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'smr;man' {
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'Write every page into this directory, which is made if it is not there')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: only errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; repeat for still more')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'smr;help' {
            [CompletionResult]::new('discover', 'discover', [CompletionResultType]::ParameterValue, 'Find gateways on the local network')
            [CompletionResult]::new('diag', 'diag', [CompletionResultType]::ParameterValue, 'Show what a gateway knows about itself, and what that means')
            [CompletionResult]::new('doctor', 'doctor', [CompletionResultType]::ParameterValue, 'Say what is wrong with a source or a gateway, and what to do about it')
            [CompletionResult]::new('login', 'login', [CompletionResultType]::ParameterValue, 'Keep the admin password of a gateway, so that it is not asked for again')
            [CompletionResult]::new('logout', 'logout', [CompletionResultType]::ParameterValue, 'Forget the admin password of a gateway')
            [CompletionResult]::new('config', 'config', [CompletionResultType]::ParameterValue, 'Read and change the settings of gateways')
            [CompletionResult]::new('restart', 'restart', [CompletionResultType]::ParameterValue, 'Restart gateways')
            [CompletionResult]::new('identify', 'identify', [CompletionResultType]::ParameterValue, 'Flash the LED of gateways, to find them')
            [CompletionResult]::new('reset', 'reset', [CompletionResultType]::ParameterValue, 'Make gateways forget everything, or only their Wi-Fi')
            [CompletionResult]::new('watch', 'watch', [CompletionResultType]::ParameterValue, 'Watch what meters say, live: power, chart, phases, counters, devices, health')
            [CompletionResult]::new('decode', 'decode', [CompletionResultType]::ParameterValue, 'Decode telegrams from files, standard input or any other source')
            [CompletionResult]::new('record', 'record', [CompletionResultType]::ParameterValue, 'Record what a source sends, with the time at which it came')
            [CompletionResult]::new('replay', 'replay', [CompletionResultType]::ParameterValue, 'Send the bytes of a file again, with their timing')
            [CompletionResult]::new('flash', 'flash', [CompletionResultType]::ParameterValue, 'Write firmware to a board over its serial port')
            [CompletionResult]::new('provision', 'provision', [CompletionResultType]::ParameterValue, 'Set a gateway up: Wi-Fi, name and admin password, over its serial port or its access point')
            [CompletionResult]::new('commission', 'commission', [CompletionResultType]::ParameterValue, 'Make a blank board a gateway with a meter: flash it, set it up, wait for its first telegram')
            [CompletionResult]::new('label', 'label', [CompletionResultType]::ParameterValue, 'Print labels for gateways: name, id and addresses; drawn ones with a QR code that opens the page')
            [CompletionResult]::new('ota', 'ota', [CompletionResultType]::ParameterValue, 'Update a gateway over the network, and prove that the new firmware runs')
            [CompletionResult]::new('fleet', 'fleet', [CompletionResultType]::ParameterValue, 'Update and change many gateways in stages, and prove it')
            [CompletionResult]::new('firmware', 'firmware', [CompletionResultType]::ParameterValue, 'List, build, add, inspect, verify and sign firmware images')
            [CompletionResult]::new('sim', 'sim', [CompletionResultType]::ParameterValue, 'Run virtual gateways: the real firmware on boards made of software')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print the completion script of a shell')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Print the manual page of a command, or write all pages into a directory')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'smr;help;discover' {
            break
        }
        'smr;help;diag' {
            break
        }
        'smr;help;doctor' {
            break
        }
        'smr;help;login' {
            break
        }
        'smr;help;logout' {
            break
        }
        'smr;help;config' {
            [CompletionResult]::new('get', 'get', [CompletionResultType]::ParameterValue, 'Show the settings of a gateway')
            [CompletionResult]::new('set', 'set', [CompletionResultType]::ParameterValue, 'Change settings of one gateway or several')
            [CompletionResult]::new('edit', 'edit', [CompletionResultType]::ParameterValue, 'Change the settings of a gateway in an editor')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Write the settings of a gateway as TOML')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Make gateways have the settings of a TOML file')
            [CompletionResult]::new('diff', 'diff', [CompletionResultType]::ParameterValue, 'Compare the settings of two gateways, or of a gateway and a file')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'Show every setting that there is, what it takes and what it is for')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show what this program goes by on this computer, and where each value comes from')
            break
        }
        'smr;help;config;get' {
            break
        }
        'smr;help;config;set' {
            break
        }
        'smr;help;config;edit' {
            break
        }
        'smr;help;config;export' {
            break
        }
        'smr;help;config;import' {
            break
        }
        'smr;help;config;diff' {
            break
        }
        'smr;help;config;list' {
            break
        }
        'smr;help;config;show' {
            break
        }
        'smr;help;restart' {
            break
        }
        'smr;help;identify' {
            break
        }
        'smr;help;reset' {
            break
        }
        'smr;help;watch' {
            break
        }
        'smr;help;decode' {
            break
        }
        'smr;help;record' {
            break
        }
        'smr;help;replay' {
            break
        }
        'smr;help;flash' {
            [CompletionResult]::new('list-ports', 'list-ports', [CompletionResultType]::ParameterValue, 'Show the serial ports that a board may be on, the most probable first')
            [CompletionResult]::new('info', 'info', [CompletionResultType]::ParameterValue, 'Show what is on a port: the chip, its MAC address and flash, and the gateway that is in it')
            [CompletionResult]::new('read', 'read', [CompletionResultType]::ParameterValue, 'Save what is in a board''s flash')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Check that a board''s flash holds an image, byte for byte')
            [CompletionResult]::new('erase', 'erase', [CompletionResultType]::ParameterValue, 'Erase all of a board''s flash: firmware, settings, Wi-Fi')
            break
        }
        'smr;help;flash;list-ports' {
            break
        }
        'smr;help;flash;info' {
            break
        }
        'smr;help;flash;read' {
            break
        }
        'smr;help;flash;verify' {
            break
        }
        'smr;help;flash;erase' {
            break
        }
        'smr;help;provision' {
            break
        }
        'smr;help;commission' {
            break
        }
        'smr;help;label' {
            break
        }
        'smr;help;ota' {
            break
        }
        'smr;help;fleet' {
            [CompletionResult]::new('init', 'init', [CompletionResultType]::ParameterValue, 'Make an inventory')
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Add a gateway to an inventory')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the gateways of an inventory')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Ask all gateways of an inventory whether they are there, what they run and how they are')
            [CompletionResult]::new('plan', 'plan', [CompletionResultType]::ParameterValue, 'Plan an update, to be reviewed and applied later')
            [CompletionResult]::new('apply', 'apply', [CompletionResultType]::ParameterValue, 'Carry a plan out')
            [CompletionResult]::new('update', 'update', [CompletionResultType]::ParameterValue, 'Update the gateways of an inventory in stages')
            [CompletionResult]::new('config', 'config', [CompletionResultType]::ParameterValue, 'Change settings of many gateways in stages')
            [CompletionResult]::new('restart', 'restart', [CompletionResultType]::ParameterValue, 'Restart the gateways of an inventory in stages')
            [CompletionResult]::new('rotate-password', 'rotate-password', [CompletionResultType]::ParameterValue, 'Give the gateways of an inventory other admin passwords, in stages')
            [CompletionResult]::new('diag', 'diag', [CompletionResultType]::ParameterValue, 'Write an archive of each gateway for whoever helps')
            [CompletionResult]::new('resume', 'resume', [CompletionResultType]::ParameterValue, 'Go on with an update that paused, was stopped or ended in any other way')
            [CompletionResult]::new('retry', 'retry', [CompletionResultType]::ParameterValue, 'Try the gateways of an update again that failed or were unreachable')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Say how far an update is, also while it runs')
            [CompletionResult]::new('report', 'report', [CompletionResultType]::ParameterValue, 'Report what became of each gateway in an update')
            [CompletionResult]::new('abort', 'abort', [CompletionResultType]::ParameterValue, 'Give an update up for good: it cannot be resumed any more')
            break
        }
        'smr;help;fleet;init' {
            break
        }
        'smr;help;fleet;add' {
            break
        }
        'smr;help;fleet;list' {
            break
        }
        'smr;help;fleet;check' {
            break
        }
        'smr;help;fleet;plan' {
            break
        }
        'smr;help;fleet;apply' {
            break
        }
        'smr;help;fleet;update' {
            break
        }
        'smr;help;fleet;config' {
            [CompletionResult]::new('set', 'set', [CompletionResultType]::ParameterValue, 'Change settings of the gateways of an inventory in stages')
            break
        }
        'smr;help;fleet;config;set' {
            break
        }
        'smr;help;fleet;restart' {
            break
        }
        'smr;help;fleet;rotate-password' {
            break
        }
        'smr;help;fleet;diag' {
            break
        }
        'smr;help;fleet;resume' {
            break
        }
        'smr;help;fleet;retry' {
            break
        }
        'smr;help;fleet;status' {
            break
        }
        'smr;help;fleet;report' {
            break
        }
        'smr;help;fleet;abort' {
            break
        }
        'smr;help;firmware' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'Show the firmware that is at hand')
            [CompletionResult]::new('build', 'build', [CompletionResultType]::ParameterValue, 'Build the firmware from its source and add it to your own folder')
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Put firmware images into your own folder, where smr flash finds them')
            [CompletionResult]::new('remove', 'remove', [CompletionResultType]::ParameterValue, 'Remove firmware images from your own folder')
            [CompletionResult]::new('inspect', 'inspect', [CompletionResultType]::ParameterValue, 'Show what is in a firmware image, sound or not')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Check a firmware image by the rules by which a gateway does')
            [CompletionResult]::new('keygen', 'keygen', [CompletionResultType]::ParameterValue, 'Make a pair of keys: one that signs images, one that gateways know')
            [CompletionResult]::new('sign', 'sign', [CompletionResultType]::ParameterValue, 'Sign a firmware image')
            [CompletionResult]::new('make-sim-image', 'make-sim-image', [CompletionResultType]::ParameterValue, 'Make a firmware image for virtual boards')
            [CompletionResult]::new('link', 'link', [CompletionResultType]::ParameterValue, 'Put a firmware image together from the boot loader and a linked program')
            break
        }
        'smr;help;firmware;list' {
            break
        }
        'smr;help;firmware;build' {
            break
        }
        'smr;help;firmware;add' {
            break
        }
        'smr;help;firmware;remove' {
            break
        }
        'smr;help;firmware;inspect' {
            break
        }
        'smr;help;firmware;verify' {
            break
        }
        'smr;help;firmware;keygen' {
            break
        }
        'smr;help;firmware;sign' {
            break
        }
        'smr;help;firmware;make-sim-image' {
            break
        }
        'smr;help;firmware;link' {
            break
        }
        'smr;help;sim' {
            break
        }
        'smr;help;completions' {
            break
        }
        'smr;help;man' {
            break
        }
        'smr;help;help' {
            break
        }
    })

    $completions.Where{ $_.CompletionText -like "$wordToComplete*" } |
        Sort-Object -Property ListItemText
}
