module completions {

  def "nu-complete smr color" [] {
    [ "auto" "always" "never" ]
  }

  # One command-line tool for smart-meter gateways: see, record and check what the meter sends
  export extern smr [
    --quiet(-q)               # Say less: only errors
    --verbose(-v)             # Say more; repeat for still more
    --color: string@"nu-complete smr color" # When to use colour
    --help(-h)                # Print help (see more with '--help')
    --version(-V)             # Print version
  ]

  def "nu-complete smr discover format" [] {
    [ "human" "json" "jsonl" ]
  }

  def "nu-complete smr discover color" [] {
    [ "auto" "always" "never" ]
  }

  # Find gateways on the local network
  export extern "smr discover" [
    --timeout: string         # Listen this long [default: 3s, with --watch until stopped]
    --watch                   # Print what is found, changes and goes away, as it happens
    --format: string@"nu-complete smr discover format" # How gateways are printed
    --json                    # Short for `--format json`
    --interface: string       # Listen on this network interface only
    --mdns-port: string       # The UDP port of mDNS, for tests
    --quiet(-q)               # Say less: only errors
    --verbose(-v)             # Say more; repeat for still more
    --color: string@"nu-complete smr discover color" # When to use colour
    --help(-h)                # Print help (see more with '--help')
    ...filters: string        # Only gateways like this: `kitchen`, `state=setup`
  ]

  def "nu-complete smr diag format" [] {
    [ "human" "json" ]
  }

  def "nu-complete smr diag color" [] {
    [ "auto" "always" "never" ]
  }

  # Show what a gateway knows about itself, and what that means
  export extern "smr diag" [
    --timeout: string         # How long each answer is waited for
    --mdns-port: string       # The UDP port of mDNS, for tests
    --interface: string       # Listen for names on this network interface only
    --user: string            # The user of the gateway
    --password-file: path     # The password is in the first line of this file, or of standard input (-)
    --events                  # What happened since it started, too
    --frame                   # Only the last telegram, as the meter sent it
    --watch                   # Again and again, until stopped
    --interval: string        # From one time to the next, with --watch
    --bundle: path            # Write all there is into one archive for whoever helps
    --anonymous               # Leave out of the archive whose gateway it is
    --force                   # Replace an archive that exists
    --format: string@"nu-complete smr diag format" # How it is printed
    --json                    # Short for `--format json`
    --quiet(-q)               # Say less: only errors
    --verbose(-v)             # Say more; repeat for still more
    --color: string@"nu-complete smr diag color" # When to use colour
    --help(-h)                # Print help (see more with '--help')
    gateway: string           # A name, an address or `sim:`
  ]

  def "nu-complete smr doctor format" [] {
    [ "human" "json" ]
  }

  def "nu-complete smr doctor color" [] {
    [ "auto" "always" "never" ]
  }

  # Say what is wrong with a source or a gateway, and what to do about it
  export extern "smr doctor" [
    --for: string             # Listen for at most this long
    --key: string             # Key of a meter that encrypts, 32 hexadecimal digits; others can see it: a key file is safer
    --auth-key: string        # Its authentication key, to prove that telegrams are genuine
    --key-file: path          # File with the keys of one or more meters, by system title or number
    --user: string            # The user of the gateway
    --password-file: path     # The password is in the first line of this file, or of standard input (-)
    --timeout: string         # How long each answer is waited for
    --mdns-port: string       # The UDP port of mDNS, for tests
    --interface: string       # Listen for names on this network interface only
    --bundle: path            # Write the evidence into one archive for whoever helps
    --force                   # Replace an archive that exists
    --format: string@"nu-complete smr doctor format" # How it is printed
    --json                    # Short for `--format json`
    --quiet(-q)               # Say less: only errors
    --verbose(-v)             # Say more; repeat for still more
    --color: string@"nu-complete smr doctor color" # When to use colour
    --help(-h)                # Print help (see more with '--help')
    source: string            # Where the telegrams come from: any SOURCE, or a gateway by its name or HTTP address
  ]

  def "nu-complete smr login format" [] {
    [ "human" "json" "jsonl" ]
  }

  def "nu-complete smr login color" [] {
    [ "auto" "always" "never" ]
  }

  # Keep the admin password of a gateway, so that it is not asked for again
  export extern "smr login" [
    --list                    # Show whose passwords are kept, and where
    --timeout: string         # How long each answer is waited for
    --mdns-port: string       # The UDP port of mDNS, for tests
    --interface: string       # Listen for names on this network interface only
    --user: string            # The user of the gateway
    --password-file: path     # The password is in the first line of this file, or of standard input (-)
    --format: string@"nu-complete smr login format" # How it is printed
    --json                    # Short for `--format json`
    --quiet(-q)               # Say less: only errors
    --verbose(-v)             # Say more; repeat for still more
    --color: string@"nu-complete smr login color" # When to use colour
    --help(-h)                # Print help (see more with '--help')
    gateway?: string          # The gateway
  ]

  def "nu-complete smr logout color" [] {
    [ "auto" "always" "never" ]
  }

  # Forget the admin password of a gateway
  export extern "smr logout" [
    --all                     # Forget all of them
    --timeout: string         # How long each answer is waited for
    --mdns-port: string       # The UDP port of mDNS, for tests
    --interface: string       # Listen for names on this network interface only
    --quiet(-q)               # Say less: only errors
    --verbose(-v)             # Say more; repeat for still more
    --color: string@"nu-complete smr logout color" # When to use colour
    --help(-h)                # Print help (see more with '--help')
    gateway?: string          # The gateway, by its id or by the name that it had; it need not be there any more
  ]

  def "nu-complete smr config color" [] {
    [ "auto" "always" "never" ]
  }

  # Read and change the settings of gateways
  export extern "smr config" [
    --quiet(-q)               # Say less: only errors
    --verbose(-v)             # Say more; repeat for still more
    --color: string@"nu-complete smr config color" # When to use colour
    --help(-h)                # Print help (see more with '--help')
  ]

  def "nu-complete smr config get format" [] {
    [ "human" "json" "jsonl" ]
  }

  def "nu-complete smr config get color" [] {
    [ "auto" "always" "never" ]
  }

  # Show the settings of a gateway
  export extern "smr config get" [
    --timeout: string         # How long each answer is waited for
    --mdns-port: string       # The UDP port of mDNS, for tests
    --interface: string       # Listen for names on this network interface only
    --user: string            # The user of the gateway
    --password-file: path     # The password is in the first line of this file, or of standard input (-)
    --format: string@"nu-complete smr config get format" # How it is printed
    --json                    # Short for `--format json`
    --quiet(-q)               # Say less: only errors
    --verbose(-v)             # Say more; repeat for still more
    --color: string@"nu-complete smr config get color" # When to use colour
    --help(-h)                # Print help (see more with '--help')
    gateway: string           # A name, an address or `sim:`
    ...paths: string          # Only these settings, such as serial.baud
  ]

  def "nu-complete smr config set format" [] {
    [ "human" "json" "jsonl" ]
  }

  def "nu-complete smr config set color" [] {
    [ "auto" "always" "never" ]
  }

  # Change settings of one gateway or several
  export extern "smr config set" [
    --secret: string          # The new value is in this file: its first line, or a PEM file; - is standard input
    --timeout: string         # How long each answer is waited for
    --mdns-port: string       # The UDP port of mDNS, for tests
    --interface: string       # Listen for names on this network interface only
    --user: string            # The user of the gateway
    --password-file: path     # The password is in the first line of this file, or of standard input (-)
    --dry-run                 # Only say what would be changed
    --yes                     # Do it without asking
    --wait: string            # How long a gateway that changes its network is waited for
    --format: string@"nu-complete smr config set format" # How it is printed
    --json                    # Short for `--format json`
    --quiet(-q)               # Say less: only errors
    --verbose(-v)             # Say more; repeat for still more
    --color: string@"nu-complete smr config set color" # When to use colour
    --help(-h)                # Print help (see more with '--help')
    ...words: string          # Gateways, and the settings with their new values; none stands for no value
  ]

  def "nu-complete smr config edit format" [] {
    [ "human" "json" "jsonl" ]
  }

  def "nu-complete smr config edit color" [] {
    [ "auto" "always" "never" ]
  }

  # Change the settings of a gateway in an editor
  export extern "smr config edit" [
    --timeout: string         # How long each answer is waited for
    --mdns-port: string       # The UDP port of mDNS, for tests
    --interface: string       # Listen for names on this network interface only
    --user: string            # The user of the gateway
    --password-file: path     # The password is in the first line of this file, or of standard input (-)
    --dry-run                 # Only say what would be changed
    --yes                     # Do it without asking
    --wait: string            # How long a gateway that changes its network is waited for
    --format: string@"nu-complete smr config edit format" # How it is printed
    --json                    # Short for `--format json`
    --quiet(-q)               # Say less: only errors
    --verbose(-v)             # Say more; repeat for still more
    --color: string@"nu-complete smr config edit color" # When to use colour
    --help(-h)                # Print help (see more with '--help')
    gateway: string           # A name, an address or `sim:`
  ]

  def "nu-complete smr config export color" [] {
    [ "auto" "always" "never" ]
  }

  # Write the settings of a gateway as TOML
  export extern "smr config export" [
    --timeout: string         # How long each answer is waited for
    --mdns-port: string       # The UDP port of mDNS, for tests
    --interface: string       # Listen for names on this network interface only
    --output(-o): path        # Write into this file
    --force                   # Replace a file that exists
    --user: string            # The user of the gateway
    --password-file: path     # The password is in the first line of this file, or of standard input (-)
    --quiet(-q)               # Say less: only errors
    --verbose(-v)             # Say more; repeat for still more
    --color: string@"nu-complete smr config export color" # When to use colour
    --help(-h)                # Print help (see more with '--help')
    gateway: string           # A name, an address or `sim:`
  ]

  def "nu-complete smr config import format" [] {
    [ "human" "json" "jsonl" ]
  }

  def "nu-complete smr config import color" [] {
    [ "auto" "always" "never" ]
  }

  # Make gateways have the settings of a TOML file
  export extern "smr config import" [
    --timeout: string         # How long each answer is waited for
    --mdns-port: string       # The UDP port of mDNS, for tests
    --interface: string       # Listen for names on this network interface only
    --user: string            # The user of the gateway
    --password-file: path     # The password is in the first line of this file, or of standard input (-)
    --dry-run                 # Only say what would be changed
    --yes                     # Do it without asking
    --wait: string            # How long a gateway that changes its network is waited for
    --format: string@"nu-complete smr config import format" # How it is printed
    --json                    # Short for `--format json`
    --quiet(-q)               # Say less: only errors
    --verbose(-v)             # Say more; repeat for still more
    --color: string@"nu-complete smr config import color" # When to use colour
    --help(-h)                # Print help (see more with '--help')
    ...gateways: string       # The gateways
    file: path                # The settings, as smr config export writes them
  ]

  def "nu-complete smr config diff format" [] {
    [ "human" "json" "jsonl" ]
  }

  def "nu-complete smr config diff color" [] {
    [ "auto" "always" "never" ]
  }

  # Compare the settings of two gateways, or of a gateway and a file
  export extern "smr config diff" [
    --timeout: string         # How long each answer is waited for
    --mdns-port: string       # The UDP port of mDNS, for tests
    --interface: string       # Listen for names on this network interface only
    --user: string            # The user of the gateway
    --password-file: path     # The password is in the first line of this file, or of standard input (-)
    --format: string@"nu-complete smr config diff format" # How it is printed
    --json                    # Short for `--format json`
    --quiet(-q)               # Say less: only errors
    --verbose(-v)             # Say more; repeat for still more
    --color: string@"nu-complete smr config diff color" # When to use colour
    --help(-h)                # Print help (see more with '--help')
    left: string              # One side
    right: string             # The other side
  ]

  def "nu-complete smr config list color" [] {
    [ "auto" "always" "never" ]
  }

  # Show every setting that there is, what it takes and what it is for
  export extern "smr config list" [
    --quiet(-q)               # Say less: only errors
    --verbose(-v)             # Say more; repeat for still more
    --color: string@"nu-complete smr config list color" # When to use colour
    --help(-h)                # Print help (see more with '--help')
  ]

  def "nu-complete smr config show format" [] {
    [ "human" "json" "jsonl" ]
  }

  def "nu-complete smr config show color" [] {
    [ "auto" "always" "never" ]
  }

  # Show what this program goes by on this computer, and where each value comes from
  export extern "smr config show" [
    --local                   # The values of this computer; those of a gateway: smr config get GATEWAY
    --format: string@"nu-complete smr config show format" # How it is printed
    --json                    # Short for `--format json`
    --quiet(-q)               # Say less: only errors
    --verbose(-v)             # Say more; repeat for still more
    --color: string@"nu-complete smr config show color" # When to use colour
    --help(-h)                # Print help (see more with '--help')
  ]

  # Print this message or the help of the given subcommand(s)
  export extern "smr config help" [
  ]

  # Show the settings of a gateway
  export extern "smr config help get" [
  ]

  # Change settings of one gateway or several
  export extern "smr config help set" [
  ]

  # Change the settings of a gateway in an editor
  export extern "smr config help edit" [
  ]

  # Write the settings of a gateway as TOML
  export extern "smr config help export" [
  ]

  # Make gateways have the settings of a TOML file
  export extern "smr config help import" [
  ]

  # Compare the settings of two gateways, or of a gateway and a file
  export extern "smr config help diff" [
  ]

  # Show every setting that there is, what it takes and what it is for
  export extern "smr config help list" [
  ]

  # Show what this program goes by on this computer, and where each value comes from
  export extern "smr config help show" [
  ]

  # Print this message or the help of the given subcommand(s)
  export extern "smr config help help" [
  ]

  def "nu-complete smr restart format" [] {
    [ "human" "json" "jsonl" ]
  }

  def "nu-complete smr restart color" [] {
    [ "auto" "always" "never" ]
  }

  # Restart gateways
  export extern "smr restart" [
    --timeout: string         # How long each answer is waited for
    --mdns-port: string       # The UDP port of mDNS, for tests
    --interface: string       # Listen for names on this network interface only
    --user: string            # The user of the gateway
    --password-file: path     # The password is in the first line of this file, or of standard input (-)
    --format: string@"nu-complete smr restart format" # How it is printed
    --json                    # Short for `--format json`
    --yes                     # Do it without asking
    --wait: string            # Wait until it is back, for at most this long [default: 60s]
    --quiet(-q)               # Say less: only errors
    --verbose(-v)             # Say more; repeat for still more
    --color: string@"nu-complete smr restart color" # When to use colour
    --help(-h)                # Print help (see more with '--help')
    ...gateways: string       # Names, addresses or `sim:`
  ]

  def "nu-complete smr identify format" [] {
    [ "human" "json" "jsonl" ]
  }

  def "nu-complete smr identify color" [] {
    [ "auto" "always" "never" ]
  }

  # Flash the LED of gateways, to find them
  export extern "smr identify" [
    --timeout: string         # How long each answer is waited for
    --mdns-port: string       # The UDP port of mDNS, for tests
    --interface: string       # Listen for names on this network interface only
    --user: string            # The user of the gateway
    --password-file: path     # The password is in the first line of this file, or of standard input (-)
    --format: string@"nu-complete smr identify format" # How it is printed
    --json                    # Short for `--format json`
    --for: string             # For how long; at least 10 s
    --quiet(-q)               # Say less: only errors
    --verbose(-v)             # Say more; repeat for still more
    --color: string@"nu-complete smr identify color" # When to use colour
    --help(-h)                # Print help (see more with '--help')
    ...gateways: string       # Names, addresses or `sim:`
  ]

  def "nu-complete smr reset format" [] {
    [ "human" "json" "jsonl" ]
  }

  def "nu-complete smr reset color" [] {
    [ "auto" "always" "never" ]
  }

  # Make gateways forget everything, or only their Wi-Fi
  export extern "smr reset" [
    --timeout: string         # How long each answer is waited for
    --mdns-port: string       # The UDP port of mDNS, for tests
    --interface: string       # Listen for names on this network interface only
    --all                     # Forget everything
    --wifi                    # Forget the network only
    --yes                     # Do it without asking
    --user: string            # The user of the gateway
    --password-file: path     # The password is in the first line of this file, or of standard input (-)
    --format: string@"nu-complete smr reset format" # How it is printed
    --json                    # Short for `--format json`
    --quiet(-q)               # Say less: only errors
    --verbose(-v)             # Say more; repeat for still more
    --color: string@"nu-complete smr reset color" # When to use colour
    --help(-h)                # Print help (see more with '--help')
    ...gateways: string       # Names, addresses or `sim:`
  ]

  def "nu-complete smr watch format" [] {
    [ "human" "jsonl" ]
  }

  def "nu-complete smr watch color" [] {
    [ "auto" "always" "never" ]
  }

  # Watch what meters say, live: power, chart, phases, counters, devices, health
  export extern "smr watch" [
    --key: string             # Key of a meter that encrypts, 32 hexadecimal digits; others can see it: a key file is safer
    --auth-key: string        # Its authentication key, to prove that telegrams are genuine
    --key-file: path          # File with the keys of one or more meters, by system title or number
    --format: string@"nu-complete smr watch format" # Print each telegram instead of showing the screen
    --count: string           # End after this many telegrams
    --for: string             # End after this long
    --snapshot-dir: path      # Where snapshots and recordings of the screen go [default: the current directory]
    --ascii                   # Draw with ASCII characters only
    --quiet(-q)               # Say less: only errors
    --verbose(-v)             # Say more; repeat for still more
    --color: string@"nu-complete smr watch color" # When to use colour
    --help(-h)                # Print help (see more with '--help')
    ...sources: string        # Gateways, `host:port`, serial ports, files, - or `sim:`
  ]

  def "nu-complete smr decode format" [] {
    [ "human" "json" "jsonl" "csv" "none" ]
  }

  def "nu-complete smr decode profile" [] {
    [ "60s" "15min" "hour" "day" ]
  }

  def "nu-complete smr decode color" [] {
    [ "auto" "always" "never" ]
  }

  # Decode telegrams from files, standard input or any other source
  export extern "smr decode" [
    --key: string             # Key of a meter that encrypts, 32 hexadecimal digits; others can see it: a key file is safer
    --auth-key: string        # Its authentication key, to prove that telegrams are genuine
    --key-file: path          # File with the keys of one or more meters, by system title or number
    --format: string@"nu-complete smr decode format" # How telegrams are printed
    --json                    # Short for `--format json`
    --noise                   # Also print where bytes belong to no telegram
    --strict                  # Fail if any telegram has a wrong checksum
    --profile: string@"nu-complete smr decode profile" # Print what the registers counted in each interval instead of telegrams
    --quiet(-q)               # Say less: only errors
    --verbose(-v)             # Say more; repeat for still more
    --color: string@"nu-complete smr decode color" # When to use colour
    --help(-h)                # Print help (see more with '--help')
    ...inputs: string         # Files, - for standard input, or sources such as `tcp://host:2001`
  ]

  def "nu-complete smr record color" [] {
    [ "auto" "always" "never" ]
  }

  # Record what a source sends, with the time at which it came
  export extern "smr record" [
    --key: string             # Key of a meter that encrypts, 32 hexadecimal digits; others can see it: a key file is safer
    --auth-key: string        # Its authentication key, to prove that telegrams are genuine
    --key-file: path          # File with the keys of one or more meters, by system title or number
    --output(-o): path        # The file to write
    --for: string             # Stop after this long
    --append                  # Write on behind what is in the file
    --force                   # Write over the file
    --rotate-size: string     # Begin a new file when one has this size: 500k, 50MB, 1G
    --rotate-every: string    # Begin a new file after this long, at whole multiples of UTC time
    --keep: string            # Keep this many files of a rotation and delete older ones
    --quiet(-q)               # Say less: only errors
    --verbose(-v)             # Say more; repeat for still more
    --color: string@"nu-complete smr record color" # When to use colour
    --help(-h)                # Print help (see more with '--help')
    source: string            # Where the bytes come from
  ]

  def "nu-complete smr replay color" [] {
    [ "auto" "always" "never" ]
  }

  # Send the bytes of a file again, with their timing
  export extern "smr replay" [
    --tcp: string             # Serve TCP clients on this address; port 0 takes a free one and says which
    --pty                     # Make a pseudo-terminal, print its path and write to it
    --speed: string           # How many times as fast as the original, or max
    --interval: string        # Time between telegrams of a file without times
    --loop                    # Begin again at the end, until stopped
    --no-wait                 # Begin with --tcp at once instead of with the first client (--loop always does)
    --quiet(-q)               # Say less: only errors
    --verbose(-v)             # Say more; repeat for still more
    --color: string@"nu-complete smr replay color" # When to use colour
    --help(-h)                # Print help (see more with '--help')
    file: string              # A capture or raw file, - for standard input
  ]

  def "nu-complete smr flash before" [] {
    [ "default" "no-reset" ]
  }

  def "nu-complete smr flash after" [] {
    [ "default" "no-reset" ]
  }

  def "nu-complete smr flash format" [] {
    [ "human" "json" "jsonl" ]
  }

  def "nu-complete smr flash color" [] {
    [ "auto" "always" "never" ]
  }

  # Write firmware to a board over its serial port
  export extern "smr flash" [
    --image: path             # The firmware [default: the newest for the board in `smr firmware list`]
    --version: string         # Which version of `smr firmware list`, instead of the newest
    --board: string           # Use the chip as this board, which may have less flash than the chip [default: by the size of the flash]
    --port: string            # The serial port [default: the one that looks like a board's]
    --wait                    # Wait until the port is there
    --baud: string            # The fastest speed, in bits per second; a slower one is taken where it does not work
    --no-stub                 # Use only the loader in the chip's ROM: 115200 baud, no verification, no reading
    --before: string@"nu-complete smr flash before" # How the board gets into its boot loader
    --timeout: string         # For how long the boot loader is waited for
    --after: string@"nu-complete smr flash after" # How the board is left
    --erase-all               # Erase all else, too: settings, Wi-Fi, what another firmware left
    --backup: path            # Save all that is in the flash to this file first
    --restore: path           # Give the board back what --backup or `smr flash read` saved
    --yes                     # Do it without asking
    --dry-run                 # Only look at the board and say what would be done
    --boot-timeout: string    # For how long the gateway's first words are waited for
    --provision: path         # Then set it up as this file says and wait for its first telegram, as smr commission does
    --remember                # Keep the new admin password for later commands, as smr login does
    --mdns-port: string       # The UDP port of mDNS, for tests
    --interface: string       # Listen for the gateway on this network interface only
    --monitor                 # Then show what the board says, with what it means, until Ctrl-C
    --format: string@"nu-complete smr flash format" # How it is printed
    --json                    # Short for `--format json`
    --quiet(-q)               # Say less: only errors
    --verbose(-v)             # Say more; repeat for still more
    --color: string@"nu-complete smr flash color" # When to use colour
    --help(-h)                # Print help (see more with '--help')
  ]

  def "nu-complete smr flash list-ports format" [] {
    [ "human" "json" ]
  }

  def "nu-complete smr flash list-ports color" [] {
    [ "auto" "always" "never" ]
  }

  # Show the serial ports that a board may be on, the most probable first
  export extern "smr flash list-ports" [
    --format: string@"nu-complete smr flash list-ports format" # How it is printed
    --json                    # Short for `--format json`
    --quiet(-q)               # Say less: only errors
    --verbose(-v)             # Say more; repeat for still more
    --color: string@"nu-complete smr flash list-ports color" # When to use colour
    --help(-h)                # Print help (see more with '--help')
  ]

  def "nu-complete smr flash info before" [] {
    [ "default" "no-reset" ]
  }

  def "nu-complete smr flash info after" [] {
    [ "default" "no-reset" ]
  }

  def "nu-complete smr flash info format" [] {
    [ "human" "json" ]
  }

  def "nu-complete smr flash info color" [] {
    [ "auto" "always" "never" ]
  }

  # Show what is on a port: the chip, its MAC address and flash, and the gateway that is in it
  export extern "smr flash info" [
    --port: string            # The serial port [default: the one that looks like a board's]
    --wait                    # Wait until the port is there
    --baud: string            # The fastest speed, in bits per second; a slower one is taken where it does not work
    --no-stub                 # Use only the loader in the chip's ROM: 115200 baud, no verification, no reading
    --before: string@"nu-complete smr flash info before" # How the board gets into its boot loader
    --timeout: string         # For how long the boot loader is waited for
    --after: string@"nu-complete smr flash info after" # How the board is left
    --format: string@"nu-complete smr flash info format" # How it is printed
    --json                    # Short for `--format json`
    --quiet(-q)               # Say less: only errors
    --verbose(-v)             # Say more; repeat for still more
    --color: string@"nu-complete smr flash info color" # When to use colour
    --help(-h)                # Print help (see more with '--help')
  ]

  def "nu-complete smr flash read before" [] {
    [ "default" "no-reset" ]
  }

  def "nu-complete smr flash read after" [] {
    [ "default" "no-reset" ]
  }

  def "nu-complete smr flash read format" [] {
    [ "human" "json" "jsonl" ]
  }

  def "nu-complete smr flash read color" [] {
    [ "auto" "always" "never" ]
  }

  # Save what is in a board's flash
  export extern "smr flash read" [
    --output(-o): path        # The file to write
    --address: string         # Where to begin, in bytes
    --size: string            # How many bytes [default: up to the end]
    --force                   # Replace the file if it is there already
    --port: string            # The serial port [default: the one that looks like a board's]
    --wait                    # Wait until the port is there
    --baud: string            # The fastest speed, in bits per second; a slower one is taken where it does not work
    --no-stub                 # Use only the loader in the chip's ROM: 115200 baud, no verification, no reading
    --before: string@"nu-complete smr flash read before" # How the board gets into its boot loader
    --timeout: string         # For how long the boot loader is waited for
    --after: string@"nu-complete smr flash read after" # How the board is left
    --format: string@"nu-complete smr flash read format" # How it is printed
    --json                    # Short for `--format json`
    --quiet(-q)               # Say less: only errors
    --verbose(-v)             # Say more; repeat for still more
    --color: string@"nu-complete smr flash read color" # When to use colour
    --help(-h)                # Print help (see more with '--help')
  ]

  def "nu-complete smr flash verify before" [] {
    [ "default" "no-reset" ]
  }

  def "nu-complete smr flash verify after" [] {
    [ "default" "no-reset" ]
  }

  def "nu-complete smr flash verify format" [] {
    [ "human" "json" ]
  }

  def "nu-complete smr flash verify color" [] {
    [ "auto" "always" "never" ]
  }

  # Check that a board's flash holds an image, byte for byte
  export extern "smr flash verify" [
    --image: path             # What it should hold
    --port: string            # The serial port [default: the one that looks like a board's]
    --wait                    # Wait until the port is there
    --baud: string            # The fastest speed, in bits per second; a slower one is taken where it does not work
    --no-stub                 # Use only the loader in the chip's ROM: 115200 baud, no verification, no reading
    --before: string@"nu-complete smr flash verify before" # How the board gets into its boot loader
    --timeout: string         # For how long the boot loader is waited for
    --after: string@"nu-complete smr flash verify after" # How the board is left
    --format: string@"nu-complete smr flash verify format" # How it is printed
    --json                    # Short for `--format json`
    --quiet(-q)               # Say less: only errors
    --verbose(-v)             # Say more; repeat for still more
    --color: string@"nu-complete smr flash verify color" # When to use colour
    --help(-h)                # Print help (see more with '--help')
  ]

  def "nu-complete smr flash erase before" [] {
    [ "default" "no-reset" ]
  }

  def "nu-complete smr flash erase after" [] {
    [ "default" "no-reset" ]
  }

  def "nu-complete smr flash erase format" [] {
    [ "human" "json" "jsonl" ]
  }

  def "nu-complete smr flash erase color" [] {
    [ "auto" "always" "never" ]
  }

  # Erase all of a board's flash: firmware, settings, Wi-Fi
  export extern "smr flash erase" [
    --port: string            # The serial port [default: the one that looks like a board's]
    --wait                    # Wait until the port is there
    --baud: string            # The fastest speed, in bits per second; a slower one is taken where it does not work
    --no-stub                 # Use only the loader in the chip's ROM: 115200 baud, no verification, no reading
    --before: string@"nu-complete smr flash erase before" # How the board gets into its boot loader
    --timeout: string         # For how long the boot loader is waited for
    --after: string@"nu-complete smr flash erase after" # How the board is left
    --yes                     # Do it without asking
    --dry-run                 # Only look at the board and say what would be done
    --format: string@"nu-complete smr flash erase format" # How it is printed
    --json                    # Short for `--format json`
    --quiet(-q)               # Say less: only errors
    --verbose(-v)             # Say more; repeat for still more
    --color: string@"nu-complete smr flash erase color" # When to use colour
    --help(-h)                # Print help (see more with '--help')
  ]

  # Print this message or the help of the given subcommand(s)
  export extern "smr flash help" [
  ]

  # Show the serial ports that a board may be on, the most probable first
  export extern "smr flash help list-ports" [
  ]

  # Show what is on a port: the chip, its MAC address and flash, and the gateway that is in it
  export extern "smr flash help info" [
  ]

  # Save what is in a board's flash
  export extern "smr flash help read" [
  ]

  # Check that a board's flash holds an image, byte for byte
  export extern "smr flash help verify" [
  ]

  # Erase all of a board's flash: firmware, settings, Wi-Fi
  export extern "smr flash help erase" [
  ]

  # Print this message or the help of the given subcommand(s)
  export extern "smr flash help help" [
  ]

  def "nu-complete smr provision format" [] {
    [ "human" "json" "jsonl" ]
  }

  def "nu-complete smr provision color" [] {
    [ "auto" "always" "never" ]
  }

  # Set a gateway up: Wi-Fi, name and admin password, over its serial port or its access point
  export extern "smr provision" [
    --port: string            # The serial port that the gateway is on
    --gateway: string         # The gateway's address at its own access point, mostly 192.168.4.1
    --ssid: string            # The Wi-Fi network
    --wifi-password-file: path # Its password is in the first line of this file, or of standard input (-)
    --open                    # The network is open and has no password
    --store-passphrase        # Give the gateway the passphrase and not the key: for WPA3, and for networks whose name changes
    --name: string            # The gateway's name; without one it goes by its id
    --admin-password-file: path # The new admin password, or that of a gateway that keeps the one it has, is in the first line of this file, or of standard input (-)
    --save-admin-password: path # Make up an admin password and write it into this new file; one that is in it already is taken
    --from: path              # Take what is not given from this file
    --timeout: string         # For how long the gateway is waited for: on its port or address, and later in the network
    --remember                # Keep the new admin password for later commands, as smr login does
    --no-input                # Never ask
    --yes                     # Never ask
    --dry-run                 # Only look at the gateway and the networks that it hears
    --format: string@"nu-complete smr provision format" # How it is printed
    --json                    # Short for `--format json`
    --mdns-port: string       # The UDP port of mDNS, for tests
    --interface: string       # Listen for the gateway on this network interface only
    --portal: string          # Where an access point is looked for
    --quiet(-q)               # Say less: only errors
    --verbose(-v)             # Say more; repeat for still more
    --color: string@"nu-complete smr provision color" # When to use colour
    --help(-h)                # Print help (see more with '--help')
  ]

  def "nu-complete smr commission before" [] {
    [ "default" "no-reset" ]
  }

  def "nu-complete smr commission link" [] {
    [ "name" "address" ]
  }

  def "nu-complete smr commission format" [] {
    [ "human" "json" "jsonl" ]
  }

  def "nu-complete smr commission color" [] {
    [ "auto" "always" "never" ]
  }

  # Make a blank board a gateway with a meter: flash it, set it up, wait for its first telegram
  export extern "smr commission" [
    --image: path             # The firmware [default: the newest for the board in `smr firmware list`]
    --version: string         # Which version of `smr firmware list`, instead of the newest
    --board: string           # Use the chip as this board, which may have less flash than the chip [default: by the size of the flash]
    --port: string            # The serial port [default: the one that looks like a board's]
    --wait                    # Wait until the port is there
    --baud: string            # The fastest speed, in bits per second; a slower one is taken where it does not work
    --no-stub                 # Use only the loader in the chip's ROM: 115200 baud, no verification, no reading
    --before: string@"nu-complete smr commission before" # How the board gets into its boot loader
    --timeout: string         # For how long the boot loader is waited for
    --from: path              # Wi-Fi, name and admin password are in this file, or in files that it names
    --name: string            # The gateway's name, instead of that in the file; with --loop, `{number}` is the number of the board
    --again                   # Erase the settings of a gateway that was set up before, and set it up anew
    --telegram-timeout: string # For how long the first telegram is waited for
    --no-meter                # Do not wait for a telegram: for a bench without a meter
    --label: string           # Draw a label with a QR code into this file: .svg, .png or .txt
    --label-link: string@"nu-complete smr commission link" # Where the label's QR code leads
    --label-password          # Put the admin password on the label, too: whoever sees it can then change the gateway
    --remember                # Keep the admin password for later commands, as smr login does
    --loop                    # One board after the other, until q
    --first: string           # The number of the first board, for `{number}` in the name
    --yes                     # Do it without asking
    --format: string@"nu-complete smr commission format" # How it is printed
    --json                    # Short for `--format json`
    --mdns-port: string       # The UDP port of mDNS, for tests
    --interface: string       # Listen for the gateway on this network interface only
    --quiet(-q)               # Say less: only errors
    --verbose(-v)             # Say more; repeat for still more
    --color: string@"nu-complete smr commission color" # When to use colour
    --help(-h)                # Print help (see more with '--help')
  ]

  def "nu-complete smr label link" [] {
    [ "name" "address" ]
  }

  def "nu-complete smr label format" [] {
    [ "human" "json" "jsonl" ]
  }

  def "nu-complete smr label color" [] {
    [ "auto" "always" "never" ]
  }

  # Print labels for gateways: name, id and addresses; drawn ones with a QR code that opens the page
  export extern "smr label" [
    --timeout: string         # How long each answer is waited for
    --mdns-port: string       # The UDP port of mDNS, for tests
    --interface: string       # Listen for names on this network interface only
    --output(-o): string      # Draw the label into this file: .svg, .png or .txt
    --link: string@"nu-complete smr label link" # Where the QR code leads
    --with-password           # Put the admin password on it, too: whoever sees the label can then change the gateway
    --user: string            # The user of the gateway
    --password-file: path     # The password is in the first line of this file, or of standard input (-)
    --format: string@"nu-complete smr label format" # How it is printed
    --json                    # Short for `--format json`
    --quiet(-q)               # Say less: only errors
    --verbose(-v)             # Say more; repeat for still more
    --color: string@"nu-complete smr label color" # When to use colour
    --help(-h)                # Print help (see more with '--help')
    ...gateways: string       # Names, addresses or `sim:`
  ]

  def "nu-complete smr ota protocol" [] {
    [ "http" "arduino" ]
  }

  def "nu-complete smr ota format" [] {
    [ "human" "json" "jsonl" ]
  }

  def "nu-complete smr ota color" [] {
    [ "auto" "always" "never" ]
  }

  # Update a gateway over the network, and prove that the new firmware runs
  export extern "smr ota" [
    --timeout: string         # How long each answer is waited for
    --mdns-port: string       # The UDP port of mDNS, for tests
    --interface: string       # Listen for names on this network interface only
    --image: path             # The firmware [default: the newest for the board in `smr firmware list`]
    --version: string         # Which version of `smr firmware list`, instead of the newest
    --rollback                # Go back: to what ran before, if the gateway still holds it, else to the newest firmware of `smr firmware list` that is older than what runs
    --user: string            # The user of the gateway
    --password-file: path     # The password is in the first line of this file, or of standard input (-)
    --allow-downgrade         # Install it even if it is older than what runs
    --force                   # Send it even if it runs already
    --dry-run                 # Only look, and say what would be done
    --key: path               # The public key that the image must be signed with, as a PEM file
    --protocol: string@"nu-complete smr ota protocol" # How the image gets there
    --ota-port: string        # The UDP port that `ArduinoOTA` listens on
    --proof-timeout: string   # For how long at most the gateway may be away and prove itself
    --format: string@"nu-complete smr ota format" # How it is printed
    --json                    # Short for `--format json`
    --quiet(-q)               # Say less: only errors
    --verbose(-v)             # Say more; repeat for still more
    --color: string@"nu-complete smr ota color" # When to use colour
    --help(-h)                # Print help (see more with '--help')
    gateway: string           # A name, an address or `sim:`
  ]

  def "nu-complete smr fleet color" [] {
    [ "auto" "always" "never" ]
  }

  # Update and change many gateways in stages, and prove it
  export extern "smr fleet" [
    --quiet(-q)               # Say less: only errors
    --verbose(-v)             # Say more; repeat for still more
    --color: string@"nu-complete smr fleet color" # When to use colour
    --help(-h)                # Print help (see more with '--help')
  ]

  def "nu-complete smr fleet init color" [] {
    [ "auto" "always" "never" ]
  }

  # Make an inventory
  export extern "smr fleet init" [
    --output(-o): path        # Write it into this file
    --discover                # Of the gateways on the local network
    --listen: string          # Listen this long for them
    --password-file: path     # Refer to this file for the password of all of them; the password itself is not written
    --force                   # Replace an inventory that exists
    --timeout: string         # How long each answer is waited for
    --mdns-port: string       # The UDP port of mDNS, for tests
    --interface: string       # Listen for names on this network interface only
    --quiet(-q)               # Say less: only errors
    --verbose(-v)             # Say more; repeat for still more
    --color: string@"nu-complete smr fleet init color" # When to use colour
    --help(-h)                # Print help (see more with '--help')
  ]

  def "nu-complete smr fleet add color" [] {
    [ "auto" "always" "never" ]
  }

  # Add a gateway to an inventory
  export extern "smr fleet add" [
    --inventory: path         # The inventory
    --group: string           # The group that it belongs to
    --label: string           # What else is known of it
    --quiet(-q)               # Say less: only errors
    --verbose(-v)             # Say more; repeat for still more
    --color: string@"nu-complete smr fleet add color" # When to use colour
    --help(-h)                # Print help (see more with '--help')
    name: string              # What it is called in the inventory
    host: string              # Where it is: a host, host:port, or a name or id that it announces
  ]

  def "nu-complete smr fleet list format" [] {
    [ "human" "json" ]
  }

  def "nu-complete smr fleet list color" [] {
    [ "auto" "always" "never" ]
  }

  # List the gateways of an inventory
  export extern "smr fleet list" [
    --inventory: path         # The inventory
    --select: string          # Only gateways like this: `kitchen`, `flat-*`, `site=north`, `version<1.4`
    --password-file: path     # The password of gateways for which the inventory names none, in the first line of this file
    --timeout: string         # How long each answer is waited for
    --mdns-port: string       # The UDP port of mDNS, for tests
    --interface: string       # Listen for names on this network interface only
    --format: string@"nu-complete smr fleet list format" # How it is printed
    --json                    # Short for `--format json`
    --quiet(-q)               # Say less: only errors
    --verbose(-v)             # Say more; repeat for still more
    --color: string@"nu-complete smr fleet list color" # When to use colour
    --help(-h)                # Print help (see more with '--help')
  ]

  def "nu-complete smr fleet check format" [] {
    [ "human" "json" ]
  }

  def "nu-complete smr fleet check color" [] {
    [ "auto" "always" "never" ]
  }

  # Ask all gateways of an inventory whether they are there, what they run and how they are
  export extern "smr fleet check" [
    --inventory: path         # The inventory
    --select: string          # Only gateways like this: `kitchen`, `flat-*`, `site=north`, `version<1.4`
    --password-file: path     # The password of gateways for which the inventory names none, in the first line of this file
    --timeout: string         # How long each answer is waited for
    --mdns-port: string       # The UDP port of mDNS, for tests
    --interface: string       # Listen for names on this network interface only
    --format: string@"nu-complete smr fleet check format" # How it is printed
    --json                    # Short for `--format json`
    --quiet(-q)               # Say less: only errors
    --verbose(-v)             # Say more; repeat for still more
    --color: string@"nu-complete smr fleet check color" # When to use colour
    --help(-h)                # Print help (see more with '--help')
  ]

  def "nu-complete smr fleet plan color" [] {
    [ "auto" "always" "never" ]
  }

  # Plan an update, to be reviewed and applied later
  export extern "smr fleet plan" [
    --inventory: path         # The inventory
    --select: string          # Only gateways like this: `kitchen`, `flat-*`, `site=north`, `version<1.4`
    --password-file: path     # The password of gateways for which the inventory names none, in the first line of this file
    --timeout: string         # How long each answer is waited for
    --mdns-port: string       # The UDP port of mDNS, for tests
    --interface: string       # Listen for names on this network interface only
    --image: path             # The firmware [default: the newest for the board in `smr firmware list`]
    --version: string         # Which version of `smr firmware list`, instead of the newest
    --key: path               # The public key that the image must be signed with, as a PEM file
    --allow-downgrade         # Install it even where it is older than what runs
    --stages: string          # Where stages end, counted from the first gateway: numbers, or shares of all, rounded up
    --canary: string          # These come first, in a stage of their own; selectors as of --select
    --seed: string            # What the order is made from; the same number gives the same order [default: drawn, and written into the journal]
    --max-parallel: string    # The most gateways that are under way at once
    --max-per-subnet: string  # The most of one network: /24 for IPv4, /64 for IPv6; those given by name count as one network
    --error-threshold: string # Pause when so many or more (>=) have failed: N in all, P% of the stage under way
    --success-threshold: string # Begin the next stage only when so many or more (>=) of this one are done; N is at most the whole stage
    --unreachable-budget: string # So many of all gateways may be unreachable; pause when more (>) are. They do not count as failed
    --retries: string         # How often a gateway is tried again that was busy, unreachable or cut off
    --back-off: string        # Before a gateway is tried again; doubled each further time, up to 5 minutes
    --wait-online: string     # Wait so long for gateways that are unreachable, without holding up their stage
    --soak: string            # How long a stage has to run before its gateways are looked at (what was done has lasted, telegrams come) and the next begins
    --window: string          # Begin gateways only in these hours, in the time of this computer: `01:00-05:00`
    --proof-timeout: string   # For how long at most each gateway may be away and prove itself [default: 15m for updates, else 2m]
    --output(-o): path        # Write it into this file [default: standard output]
    --force                   # Replace a plan that exists
    --quiet(-q)               # Say less: only errors
    --verbose(-v)             # Say more; repeat for still more
    --color: string@"nu-complete smr fleet plan color" # When to use colour
    --help(-h)                # Print help (see more with '--help')
  ]

  def "nu-complete smr fleet apply format" [] {
    [ "human" "json" ]
  }

  def "nu-complete smr fleet apply color" [] {
    [ "auto" "always" "never" ]
  }

  # Carry a plan out
  export extern "smr fleet apply" [
    --confirm: string         # How many gateways are meant: must be right, so that nobody changes more than they think
    --journal: path           # The folder of the journal, which is made [default: fleet-DATE-TIME]
    --timeout: string         # How long each answer is waited for
    --mdns-port: string       # The UDP port of mDNS, for tests
    --interface: string       # Listen for names on this network interface only
    --format: string@"nu-complete smr fleet apply format" # How it is printed
    --json                    # Short for `--format json`
    --quiet(-q)               # Say less: only errors
    --verbose(-v)             # Say more; repeat for still more
    --color: string@"nu-complete smr fleet apply color" # When to use colour
    --help(-h)                # Print help (see more with '--help')
    plan: path                # The plan, as `smr fleet plan` wrote it
  ]

  def "nu-complete smr fleet update format" [] {
    [ "human" "json" ]
  }

  def "nu-complete smr fleet update color" [] {
    [ "auto" "always" "never" ]
  }

  # Update the gateways of an inventory in stages
  export extern "smr fleet update" [
    --inventory: path         # The inventory
    --select: string          # Only gateways like this: `kitchen`, `flat-*`, `site=north`, `version<1.4`
    --password-file: path     # The password of gateways for which the inventory names none, in the first line of this file
    --timeout: string         # How long each answer is waited for
    --mdns-port: string       # The UDP port of mDNS, for tests
    --interface: string       # Listen for names on this network interface only
    --image: path             # The firmware [default: the newest for the board in `smr firmware list`]
    --version: string         # Which version of `smr firmware list`, instead of the newest
    --key: path               # The public key that the image must be signed with, as a PEM file
    --allow-downgrade         # Install it even where it is older than what runs
    --stages: string          # Where stages end, counted from the first gateway: numbers, or shares of all, rounded up
    --canary: string          # These come first, in a stage of their own; selectors as of --select
    --seed: string            # What the order is made from; the same number gives the same order [default: drawn, and written into the journal]
    --max-parallel: string    # The most gateways that are under way at once
    --max-per-subnet: string  # The most of one network: /24 for IPv4, /64 for IPv6; those given by name count as one network
    --error-threshold: string # Pause when so many or more (>=) have failed: N in all, P% of the stage under way
    --success-threshold: string # Begin the next stage only when so many or more (>=) of this one are done; N is at most the whole stage
    --unreachable-budget: string # So many of all gateways may be unreachable; pause when more (>) are. They do not count as failed
    --retries: string         # How often a gateway is tried again that was busy, unreachable or cut off
    --back-off: string        # Before a gateway is tried again; doubled each further time, up to 5 minutes
    --wait-online: string     # Wait so long for gateways that are unreachable, without holding up their stage
    --soak: string            # How long a stage has to run before its gateways are looked at (what was done has lasted, telegrams come) and the next begins
    --window: string          # Begin gateways only in these hours, in the time of this computer: `01:00-05:00`
    --proof-timeout: string   # For how long at most each gateway may be away and prove itself [default: 15m for updates, else 2m]
    --dry-run                 # Only say what would be done, in which order
    --confirm: string         # How many gateways are meant: must be right, so that nobody changes more than they think
    --journal: path           # The folder of the journal, which is made [default: fleet-DATE-TIME]
    --format: string@"nu-complete smr fleet update format" # How it is printed
    --json                    # Short for `--format json`
    --quiet(-q)               # Say less: only errors
    --verbose(-v)             # Say more; repeat for still more
    --color: string@"nu-complete smr fleet update color" # When to use colour
    --help(-h)                # Print help (see more with '--help')
  ]

  def "nu-complete smr fleet config color" [] {
    [ "auto" "always" "never" ]
  }

  # Change settings of many gateways in stages
  export extern "smr fleet config" [
    --quiet(-q)               # Say less: only errors
    --verbose(-v)             # Say more; repeat for still more
    --color: string@"nu-complete smr fleet config color" # When to use colour
    --help(-h)                # Print help (see more with '--help')
  ]

  def "nu-complete smr fleet config set format" [] {
    [ "human" "json" ]
  }

  def "nu-complete smr fleet config set color" [] {
    [ "auto" "always" "never" ]
  }

  # Change settings of the gateways of an inventory in stages
  export extern "smr fleet config set" [
    --secret: string          # The new value is in this file: its first line, or a PEM file
    --inventory: path         # The inventory
    --select: string          # Only gateways like this: `kitchen`, `flat-*`, `site=north`, `version<1.4`
    --password-file: path     # The password of gateways for which the inventory names none, in the first line of this file
    --timeout: string         # How long each answer is waited for
    --mdns-port: string       # The UDP port of mDNS, for tests
    --interface: string       # Listen for names on this network interface only
    --stages: string          # Where stages end, counted from the first gateway: numbers, or shares of all, rounded up
    --canary: string          # These come first, in a stage of their own; selectors as of --select
    --seed: string            # What the order is made from; the same number gives the same order [default: drawn, and written into the journal]
    --max-parallel: string    # The most gateways that are under way at once
    --max-per-subnet: string  # The most of one network: /24 for IPv4, /64 for IPv6; those given by name count as one network
    --error-threshold: string # Pause when so many or more (>=) have failed: N in all, P% of the stage under way
    --success-threshold: string # Begin the next stage only when so many or more (>=) of this one are done; N is at most the whole stage
    --unreachable-budget: string # So many of all gateways may be unreachable; pause when more (>) are. They do not count as failed
    --retries: string         # How often a gateway is tried again that was busy, unreachable or cut off
    --back-off: string        # Before a gateway is tried again; doubled each further time, up to 5 minutes
    --wait-online: string     # Wait so long for gateways that are unreachable, without holding up their stage
    --soak: string            # How long a stage has to run before its gateways are looked at (what was done has lasted, telegrams come) and the next begins
    --window: string          # Begin gateways only in these hours, in the time of this computer: `01:00-05:00`
    --proof-timeout: string   # For how long at most each gateway may be away and prove itself [default: 15m for updates, else 2m]
    --dry-run                 # Ask all gateways, and only say what would be changed
    --confirm: string         # How many gateways are meant: must be right, so that nobody changes more than they think
    --journal: path           # The folder of the journal, which is made [default: fleet-DATE-TIME]
    --format: string@"nu-complete smr fleet config set format" # How it is printed
    --json                    # Short for `--format json`
    --quiet(-q)               # Say less: only errors
    --verbose(-v)             # Say more; repeat for still more
    --color: string@"nu-complete smr fleet config set color" # When to use colour
    --help(-h)                # Print help (see more with '--help')
    ...words: string          # The settings with their new values; none stands for no value
  ]

  # Print this message or the help of the given subcommand(s)
  export extern "smr fleet config help" [
  ]

  # Change settings of the gateways of an inventory in stages
  export extern "smr fleet config help set" [
  ]

  # Print this message or the help of the given subcommand(s)
  export extern "smr fleet config help help" [
  ]

  def "nu-complete smr fleet restart format" [] {
    [ "human" "json" ]
  }

  def "nu-complete smr fleet restart color" [] {
    [ "auto" "always" "never" ]
  }

  # Restart the gateways of an inventory in stages
  export extern "smr fleet restart" [
    --inventory: path         # The inventory
    --select: string          # Only gateways like this: `kitchen`, `flat-*`, `site=north`, `version<1.4`
    --password-file: path     # The password of gateways for which the inventory names none, in the first line of this file
    --timeout: string         # How long each answer is waited for
    --mdns-port: string       # The UDP port of mDNS, for tests
    --interface: string       # Listen for names on this network interface only
    --stages: string          # Where stages end, counted from the first gateway: numbers, or shares of all, rounded up
    --canary: string          # These come first, in a stage of their own; selectors as of --select
    --seed: string            # What the order is made from; the same number gives the same order [default: drawn, and written into the journal]
    --max-parallel: string    # The most gateways that are under way at once
    --max-per-subnet: string  # The most of one network: /24 for IPv4, /64 for IPv6; those given by name count as one network
    --error-threshold: string # Pause when so many or more (>=) have failed: N in all, P% of the stage under way
    --success-threshold: string # Begin the next stage only when so many or more (>=) of this one are done; N is at most the whole stage
    --unreachable-budget: string # So many of all gateways may be unreachable; pause when more (>) are. They do not count as failed
    --retries: string         # How often a gateway is tried again that was busy, unreachable or cut off
    --back-off: string        # Before a gateway is tried again; doubled each further time, up to 5 minutes
    --wait-online: string     # Wait so long for gateways that are unreachable, without holding up their stage
    --soak: string            # How long a stage has to run before its gateways are looked at (what was done has lasted, telegrams come) and the next begins
    --window: string          # Begin gateways only in these hours, in the time of this computer: `01:00-05:00`
    --proof-timeout: string   # For how long at most each gateway may be away and prove itself [default: 15m for updates, else 2m]
    --confirm: string         # How many gateways are meant: must be right, so that nobody changes more than they think
    --journal: path           # The folder of the journal, which is made [default: fleet-DATE-TIME]
    --format: string@"nu-complete smr fleet restart format" # How it is printed
    --json                    # Short for `--format json`
    --quiet(-q)               # Say less: only errors
    --verbose(-v)             # Say more; repeat for still more
    --color: string@"nu-complete smr fleet restart color" # When to use colour
    --help(-h)                # Print help (see more with '--help')
  ]

  def "nu-complete smr fleet rotate-password format" [] {
    [ "human" "json" ]
  }

  def "nu-complete smr fleet rotate-password color" [] {
    [ "auto" "always" "never" ]
  }

  # Give the gateways of an inventory other admin passwords, in stages
  export extern "smr fleet rotate-password" [
    --inventory: path         # The inventory
    --select: string          # Only gateways like this: `kitchen`, `flat-*`, `site=north`, `version<1.4`
    --password-file: path     # The password of gateways for which the inventory names none, in the first line of this file
    --timeout: string         # How long each answer is waited for
    --mdns-port: string       # The UDP port of mDNS, for tests
    --interface: string       # Listen for names on this network interface only
    --new-password-file: path # All get the password in the first line of this file
    --new-password-variable: string # All get the password in this variable of the environment
    --out: path               # Write the new passwords into this file, which is made if it is not there [default: where smr login keeps them]
    --stages: string          # Where stages end, counted from the first gateway: numbers, or shares of all, rounded up
    --canary: string          # These come first, in a stage of their own; selectors as of --select
    --seed: string            # What the order is made from; the same number gives the same order [default: drawn, and written into the journal]
    --max-parallel: string    # The most gateways that are under way at once
    --max-per-subnet: string  # The most of one network: /24 for IPv4, /64 for IPv6; those given by name count as one network
    --error-threshold: string # Pause when so many or more (>=) have failed: N in all, P% of the stage under way
    --success-threshold: string # Begin the next stage only when so many or more (>=) of this one are done; N is at most the whole stage
    --unreachable-budget: string # So many of all gateways may be unreachable; pause when more (>) are. They do not count as failed
    --retries: string         # How often a gateway is tried again that was busy, unreachable or cut off
    --back-off: string        # Before a gateway is tried again; doubled each further time, up to 5 minutes
    --wait-online: string     # Wait so long for gateways that are unreachable, without holding up their stage
    --soak: string            # How long a stage has to run before its gateways are looked at (what was done has lasted, telegrams come) and the next begins
    --window: string          # Begin gateways only in these hours, in the time of this computer: `01:00-05:00`
    --proof-timeout: string   # For how long at most each gateway may be away and prove itself [default: 15m for updates, else 2m]
    --confirm: string         # How many gateways are meant: must be right, so that nobody changes more than they think
    --journal: path           # The folder of the journal, which is made [default: fleet-DATE-TIME]
    --format: string@"nu-complete smr fleet rotate-password format" # How it is printed
    --json                    # Short for `--format json`
    --quiet(-q)               # Say less: only errors
    --verbose(-v)             # Say more; repeat for still more
    --color: string@"nu-complete smr fleet rotate-password color" # When to use colour
    --help(-h)                # Print help (see more with '--help')
  ]

  def "nu-complete smr fleet diag format" [] {
    [ "human" "json" ]
  }

  def "nu-complete smr fleet diag color" [] {
    [ "auto" "always" "never" ]
  }

  # Write an archive of each gateway for whoever helps
  export extern "smr fleet diag" [
    --inventory: path         # The inventory
    --select: string          # Only gateways like this: `kitchen`, `flat-*`, `site=north`, `version<1.4`
    --password-file: path     # The password of gateways for which the inventory names none, in the first line of this file
    --timeout: string         # How long each answer is waited for
    --mdns-port: string       # The UDP port of mDNS, for tests
    --interface: string       # Listen for names on this network interface only
    --bundle-dir: path        # The folder of the archives, which is made
    --anonymous               # Leave out whose gateways they are
    --max-parallel: string    # The most gateways that are asked at once
    --retries: string         # How often a gateway is asked again that was busy or unreachable
    --back-off: string        # Before a gateway is asked again; doubled each further time, up to 5 minutes
    --format: string@"nu-complete smr fleet diag format" # How it is printed
    --json                    # Short for `--format json`
    --quiet(-q)               # Say less: only errors
    --verbose(-v)             # Say more; repeat for still more
    --color: string@"nu-complete smr fleet diag color" # When to use colour
    --help(-h)                # Print help (see more with '--help')
  ]

  def "nu-complete smr fleet resume format" [] {
    [ "human" "json" ]
  }

  def "nu-complete smr fleet resume color" [] {
    [ "auto" "always" "never" ]
  }

  # Go on with an update that paused, was stopped or ended in any other way
  export extern "smr fleet resume" [
    --timeout: string         # How long each answer is waited for
    --mdns-port: string       # The UDP port of mDNS, for tests
    --interface: string       # Listen for names on this network interface only
    --format: string@"nu-complete smr fleet resume format" # How it is printed
    --json                    # Short for `--format json`
    --quiet(-q)               # Say less: only errors
    --verbose(-v)             # Say more; repeat for still more
    --color: string@"nu-complete smr fleet resume color" # When to use colour
    --help(-h)                # Print help (see more with '--help')
    journal: path             # The folder of the journal, as `smr fleet update` printed it
  ]

  def "nu-complete smr fleet retry only" [] {
    [ "failed" "unreachable" ]
  }

  def "nu-complete smr fleet retry format" [] {
    [ "human" "json" ]
  }

  def "nu-complete smr fleet retry color" [] {
    [ "auto" "always" "never" ]
  }

  # Try the gateways of an update again that failed or were unreachable
  export extern "smr fleet retry" [
    --only: string@"nu-complete smr fleet retry only" # Which of them [default: both]
    --timeout: string         # How long each answer is waited for
    --mdns-port: string       # The UDP port of mDNS, for tests
    --interface: string       # Listen for names on this network interface only
    --format: string@"nu-complete smr fleet retry format" # How it is printed
    --json                    # Short for `--format json`
    --quiet(-q)               # Say less: only errors
    --verbose(-v)             # Say more; repeat for still more
    --color: string@"nu-complete smr fleet retry color" # When to use colour
    --help(-h)                # Print help (see more with '--help')
    journal: path             # The folder of the journal, as `smr fleet update` printed it
  ]

  def "nu-complete smr fleet status format" [] {
    [ "human" "json" ]
  }

  def "nu-complete smr fleet status color" [] {
    [ "auto" "always" "never" ]
  }

  # Say how far an update is, also while it runs
  export extern "smr fleet status" [
    --format: string@"nu-complete smr fleet status format" # How it is printed
    --json                    # Short for `--format json`
    --quiet(-q)               # Say less: only errors
    --verbose(-v)             # Say more; repeat for still more
    --color: string@"nu-complete smr fleet status color" # When to use colour
    --help(-h)                # Print help (see more with '--help')
    journal: path             # The folder of the journal, as `smr fleet update` printed it
  ]

  def "nu-complete smr fleet report format" [] {
    [ "human" "json" "junit" "html" ]
  }

  def "nu-complete smr fleet report color" [] {
    [ "auto" "always" "never" ]
  }

  # Report what became of each gateway in an update
  export extern "smr fleet report" [
    --format: string@"nu-complete smr fleet report format" # How it is printed
    --json                    # Short for `--format json`
    --quiet(-q)               # Say less: only errors
    --verbose(-v)             # Say more; repeat for still more
    --color: string@"nu-complete smr fleet report color" # When to use colour
    --help(-h)                # Print help (see more with '--help')
    journal: path             # The folder of the journal, as `smr fleet update` printed it
  ]

  def "nu-complete smr fleet abort color" [] {
    [ "auto" "always" "never" ]
  }

  # Give an update up for good: it cannot be resumed any more
  export extern "smr fleet abort" [
    --quiet(-q)               # Say less: only errors
    --verbose(-v)             # Say more; repeat for still more
    --color: string@"nu-complete smr fleet abort color" # When to use colour
    --help(-h)                # Print help (see more with '--help')
    journal: path             # The folder of the journal, as `smr fleet update` printed it
  ]

  # Print this message or the help of the given subcommand(s)
  export extern "smr fleet help" [
  ]

  # Make an inventory
  export extern "smr fleet help init" [
  ]

  # Add a gateway to an inventory
  export extern "smr fleet help add" [
  ]

  # List the gateways of an inventory
  export extern "smr fleet help list" [
  ]

  # Ask all gateways of an inventory whether they are there, what they run and how they are
  export extern "smr fleet help check" [
  ]

  # Plan an update, to be reviewed and applied later
  export extern "smr fleet help plan" [
  ]

  # Carry a plan out
  export extern "smr fleet help apply" [
  ]

  # Update the gateways of an inventory in stages
  export extern "smr fleet help update" [
  ]

  # Change settings of many gateways in stages
  export extern "smr fleet help config" [
  ]

  # Change settings of the gateways of an inventory in stages
  export extern "smr fleet help config set" [
  ]

  # Restart the gateways of an inventory in stages
  export extern "smr fleet help restart" [
  ]

  # Give the gateways of an inventory other admin passwords, in stages
  export extern "smr fleet help rotate-password" [
  ]

  # Write an archive of each gateway for whoever helps
  export extern "smr fleet help diag" [
  ]

  # Go on with an update that paused, was stopped or ended in any other way
  export extern "smr fleet help resume" [
  ]

  # Try the gateways of an update again that failed or were unreachable
  export extern "smr fleet help retry" [
  ]

  # Say how far an update is, also while it runs
  export extern "smr fleet help status" [
  ]

  # Report what became of each gateway in an update
  export extern "smr fleet help report" [
  ]

  # Give an update up for good: it cannot be resumed any more
  export extern "smr fleet help abort" [
  ]

  # Print this message or the help of the given subcommand(s)
  export extern "smr fleet help help" [
  ]

  def "nu-complete smr firmware color" [] {
    [ "auto" "always" "never" ]
  }

  # List, build, add, inspect, verify and sign firmware images
  export extern "smr firmware" [
    --quiet(-q)               # Say less: only errors
    --verbose(-v)             # Say more; repeat for still more
    --color: string@"nu-complete smr firmware color" # When to use colour
    --help(-h)                # Print help (see more with '--help')
  ]

  def "nu-complete smr firmware list format" [] {
    [ "human" "json" ]
  }

  def "nu-complete smr firmware list color" [] {
    [ "auto" "always" "never" ]
  }

  # Show the firmware that is at hand
  export extern "smr firmware list" [
    --board: string           # Only for this board: `esp8266-1m` or `esp8266-4m`
    --format: string@"nu-complete smr firmware list format" # How it is printed
    --json                    # Short for `--format json`
    --licences                # Print instead what is in the firmware that is built in, and under which licences
    --quiet(-q)               # Say less: only errors
    --verbose(-v)             # Say more; repeat for still more
    --color: string@"nu-complete smr firmware list color" # When to use colour
    --help(-h)                # Print help (see more with '--help')
  ]

  def "nu-complete smr firmware build color" [] {
    [ "auto" "always" "never" ]
  }

  # Build the firmware from its source and add it to your own folder
  export extern "smr firmware build" [
    --board: string           # Only for this board [default: all]
    --source: path            # The source: a copy of smr's repository [default: the one that this folder is in]
    --no-add                  # Do not add the images to your own folder
    --output(-o): path        # Write the images to this folder, too
    --quiet(-q)               # Say less: only errors
    --verbose(-v)             # Say more; repeat for still more
    --color: string@"nu-complete smr firmware build color" # When to use colour
    --help(-h)                # Print help (see more with '--help')
  ]

  def "nu-complete smr firmware add color" [] {
    [ "auto" "always" "never" ]
  }

  # Put firmware images into your own folder, where smr flash finds them
  export extern "smr firmware add" [
    --replace                 # Put them in the place of others of the same version for the same board
    --quiet(-q)               # Say less: only errors
    --verbose(-v)             # Say more; repeat for still more
    --color: string@"nu-complete smr firmware add color" # When to use colour
    --help(-h)                # Print help (see more with '--help')
    ...files: path            # The images
  ]

  def "nu-complete smr firmware remove color" [] {
    [ "auto" "always" "never" ]
  }

  # Remove firmware images from your own folder
  export extern "smr firmware remove" [
    --board: string           # Only for this board: `esp8266-1m` or `esp8266-4m`
    --yes                     # Do it without asking
    --dry-run                 # Only say what would be done
    --quiet(-q)               # Say less: only errors
    --verbose(-v)             # Say more; repeat for still more
    --color: string@"nu-complete smr firmware remove color" # When to use colour
    --help(-h)                # Print help (see more with '--help')
    ...which: string          # Versions, or names of files as `smr firmware list` shows them
  ]

  def "nu-complete smr firmware inspect format" [] {
    [ "human" "json" ]
  }

  def "nu-complete smr firmware inspect color" [] {
    [ "auto" "always" "never" ]
  }

  # Show what is in a firmware image, sound or not
  export extern "smr firmware inspect" [
    --format: string@"nu-complete smr firmware inspect format" # How it is printed
    --json                    # Short for `--format json`
    --quiet(-q)               # Say less: only errors
    --verbose(-v)             # Say more; repeat for still more
    --color: string@"nu-complete smr firmware inspect color" # When to use colour
    --help(-h)                # Print help (see more with '--help')
    file: path                # The image
  ]

  def "nu-complete smr firmware verify color" [] {
    [ "auto" "always" "never" ]
  }

  # Check a firmware image by the rules by which a gateway does
  export extern "smr firmware verify" [
    --key: path               # The public key whose signature it must have, as a PEM file
    --board: string           # The board that it must be for: `esp8266-1m` or `esp8266-4m`
    --security-floor: string  # The lowest security version that it may have
    --quiet(-q)               # Say less: only errors
    --verbose(-v)             # Say more; repeat for still more
    --color: string@"nu-complete smr firmware verify color" # When to use colour
    --help(-h)                # Print help (see more with '--help')
    file: path                # The image
  ]

  def "nu-complete smr firmware keygen color" [] {
    [ "auto" "always" "never" ]
  }

  # Make a pair of keys: one that signs images, one that gateways know
  export extern "smr firmware keygen" [
    --output(-o): path        # The beginning of both files' names
    --yes                     # Write over keys that are there, which are lost then
    --quiet(-q)               # Say less: only errors
    --verbose(-v)             # Say more; repeat for still more
    --color: string@"nu-complete smr firmware keygen color" # When to use colour
    --help(-h)                # Print help (see more with '--help')
  ]

  def "nu-complete smr firmware sign color" [] {
    [ "auto" "always" "never" ]
  }

  # Sign a firmware image
  export extern "smr firmware sign" [
    --key: path               # The private key, as a PEM file
    --output(-o): path        # The file to write, which may be the image itself
    --replace                 # Put the signature in the place of the one that the image has
    --quiet(-q)               # Say less: only errors
    --verbose(-v)             # Say more; repeat for still more
    --color: string@"nu-complete smr firmware sign color" # When to use colour
    --help(-h)                # Print help (see more with '--help')
    file: path                # The image
  ]

  def "nu-complete smr firmware make-sim-image color" [] {
    [ "auto" "always" "never" ]
  }

  # Make a firmware image for virtual boards
  export extern "smr firmware make-sim-image" [
    --version: string         # The version that it says it is
    --board: string           # The board that it is for: `esp8266-1m` or `esp8266-4m`
    --build: string           # The build that it says it is
    --size: string            # Its size, rounded up to a multiple of 16
    --security-version: string # Its security version
    --sign: path              # Sign it with this private key, a PEM file
    --output(-o): path        # The file to write
    --quiet(-q)               # Say less: only errors
    --verbose(-v)             # Say more; repeat for still more
    --color: string@"nu-complete smr firmware make-sim-image color" # When to use colour
    --help(-h)                # Print help (see more with '--help')
  ]

  def "nu-complete smr firmware link color" [] {
    [ "auto" "always" "never" ]
  }

  # Put a firmware image together from the boot loader and a linked program
  export extern "smr firmware link" [
    --boot: path              # The boot loader, an image for the beginning of the flash
    --board: string           # The board that it is for: `esp8266-1m` or `esp8266-4m`
    --output(-o): path        # The file to write
    --quiet(-q)               # Say less: only errors
    --verbose(-v)             # Say more; repeat for still more
    --color: string@"nu-complete smr firmware link color" # When to use colour
    --help(-h)                # Print help (see more with '--help')
    program: path             # The program, as the linker has left it: an ELF file
  ]

  # Print this message or the help of the given subcommand(s)
  export extern "smr firmware help" [
  ]

  # Show the firmware that is at hand
  export extern "smr firmware help list" [
  ]

  # Build the firmware from its source and add it to your own folder
  export extern "smr firmware help build" [
  ]

  # Put firmware images into your own folder, where smr flash finds them
  export extern "smr firmware help add" [
  ]

  # Remove firmware images from your own folder
  export extern "smr firmware help remove" [
  ]

  # Show what is in a firmware image, sound or not
  export extern "smr firmware help inspect" [
  ]

  # Check a firmware image by the rules by which a gateway does
  export extern "smr firmware help verify" [
  ]

  # Make a pair of keys: one that signs images, one that gateways know
  export extern "smr firmware help keygen" [
  ]

  # Sign a firmware image
  export extern "smr firmware help sign" [
  ]

  # Make a firmware image for virtual boards
  export extern "smr firmware help make-sim-image" [
  ]

  # Put a firmware image together from the boot loader and a linked program
  export extern "smr firmware help link" [
  ]

  # Print this message or the help of the given subcommand(s)
  export extern "smr firmware help help" [
  ]

  def "nu-complete smr sim board" [] {
    [ "esp8266-1m" "esp8266-4m" ]
  }

  def "nu-complete smr sim trial" [] {
    [ "quick" "real" ]
  }

  def "nu-complete smr sim color" [] {
    [ "auto" "always" "never" ]
  }

  # Run virtual gateways: the real firmware on boards made of software
  export extern "smr sim" [
    --count: string           # How many boards
    --board: string@"nu-complete smr sim board" # What the boards are
    --state-dir: path         # Keep the boards here (flash, RTC memory, MAC address) and go on with those that are there
    --blank                   # New boards have nothing in their flash
    --setup                   # New boards have firmware but know no network
    --image: path             # The firmware of new boards [default: what is built into smr for them, or a made-up image of its version]
    --http-port: string       # Port of the HTTP server, 0 for any free one
    --p1-port: string         # Port of the meter's bytes, 0 for any free one
    --ota-port: string        # Port for invitations to update, 0 for any free one
    --admin-password-file: path # New boards have the admin password in the first line of this file
    --meter: string           # A simulated meter by its name or that of its country, or a file with telegrams
    --interval: string        # Time between telegrams
    --mdns                    # Announce the boards over mDNS, within this computer
    --mdns-port: string       # The UDP port of mDNS, for tests
    --faults: path            # What goes wrong, with which board: a TOML file with [[fault]] tables
    --trial: string@"nu-complete smr sim trial" # How long new firmware is on trial
    --wifi: string            # The network in the air and its password; new boards know it
    --pace: string            # How fast bytes pass on the serial line, in bits per second [default: 115200 from the meter, no limit to a blank board]
    --machine: path           # Run what hosts load into a board's RAM as machine code, in QEMU with this file: see docs/virtual-boards.md
    --for: string             # Stop after this long
    --quiet(-q)               # Say less: only errors
    --verbose(-v)             # Say more; repeat for still more
    --color: string@"nu-complete smr sim color" # When to use colour
    --help(-h)                # Print help (see more with '--help')
  ]

  def "nu-complete smr completions shell" [] {
    [ "bash" "elvish" "fish" "nushell" "powershell" "zsh" ]
  }

  def "nu-complete smr completions color" [] {
    [ "auto" "always" "never" ]
  }

  # Print the completion script of a shell
  export extern "smr completions" [
    --quiet(-q)               # Say less: only errors
    --verbose(-v)             # Say more; repeat for still more
    --color: string@"nu-complete smr completions color" # When to use colour
    --help(-h)                # Print help (see more with '--help')
    shell: string@"nu-complete smr completions shell" # The shell
  ]

  def "nu-complete smr man color" [] {
    [ "auto" "always" "never" ]
  }

  # Print the manual page of a command, or write all pages into a directory
  export extern "smr man" [
    --dir: path               # Write every page into this directory, which is made if it is not there
    --quiet(-q)               # Say less: only errors
    --verbose(-v)             # Say more; repeat for still more
    --color: string@"nu-complete smr man color" # When to use colour
    --help(-h)                # Print help (see more with '--help')
    command?: string          # The command, such as decode or firmware-sign; the page of smr itself when left out
  ]

  # Print this message or the help of the given subcommand(s)
  export extern "smr help" [
  ]

  # Find gateways on the local network
  export extern "smr help discover" [
  ]

  # Show what a gateway knows about itself, and what that means
  export extern "smr help diag" [
  ]

  # Say what is wrong with a source or a gateway, and what to do about it
  export extern "smr help doctor" [
  ]

  # Keep the admin password of a gateway, so that it is not asked for again
  export extern "smr help login" [
  ]

  # Forget the admin password of a gateway
  export extern "smr help logout" [
  ]

  # Read and change the settings of gateways
  export extern "smr help config" [
  ]

  # Show the settings of a gateway
  export extern "smr help config get" [
  ]

  # Change settings of one gateway or several
  export extern "smr help config set" [
  ]

  # Change the settings of a gateway in an editor
  export extern "smr help config edit" [
  ]

  # Write the settings of a gateway as TOML
  export extern "smr help config export" [
  ]

  # Make gateways have the settings of a TOML file
  export extern "smr help config import" [
  ]

  # Compare the settings of two gateways, or of a gateway and a file
  export extern "smr help config diff" [
  ]

  # Show every setting that there is, what it takes and what it is for
  export extern "smr help config list" [
  ]

  # Show what this program goes by on this computer, and where each value comes from
  export extern "smr help config show" [
  ]

  # Restart gateways
  export extern "smr help restart" [
  ]

  # Flash the LED of gateways, to find them
  export extern "smr help identify" [
  ]

  # Make gateways forget everything, or only their Wi-Fi
  export extern "smr help reset" [
  ]

  # Watch what meters say, live: power, chart, phases, counters, devices, health
  export extern "smr help watch" [
  ]

  # Decode telegrams from files, standard input or any other source
  export extern "smr help decode" [
  ]

  # Record what a source sends, with the time at which it came
  export extern "smr help record" [
  ]

  # Send the bytes of a file again, with their timing
  export extern "smr help replay" [
  ]

  # Write firmware to a board over its serial port
  export extern "smr help flash" [
  ]

  # Show the serial ports that a board may be on, the most probable first
  export extern "smr help flash list-ports" [
  ]

  # Show what is on a port: the chip, its MAC address and flash, and the gateway that is in it
  export extern "smr help flash info" [
  ]

  # Save what is in a board's flash
  export extern "smr help flash read" [
  ]

  # Check that a board's flash holds an image, byte for byte
  export extern "smr help flash verify" [
  ]

  # Erase all of a board's flash: firmware, settings, Wi-Fi
  export extern "smr help flash erase" [
  ]

  # Set a gateway up: Wi-Fi, name and admin password, over its serial port or its access point
  export extern "smr help provision" [
  ]

  # Make a blank board a gateway with a meter: flash it, set it up, wait for its first telegram
  export extern "smr help commission" [
  ]

  # Print labels for gateways: name, id and addresses; drawn ones with a QR code that opens the page
  export extern "smr help label" [
  ]

  # Update a gateway over the network, and prove that the new firmware runs
  export extern "smr help ota" [
  ]

  # Update and change many gateways in stages, and prove it
  export extern "smr help fleet" [
  ]

  # Make an inventory
  export extern "smr help fleet init" [
  ]

  # Add a gateway to an inventory
  export extern "smr help fleet add" [
  ]

  # List the gateways of an inventory
  export extern "smr help fleet list" [
  ]

  # Ask all gateways of an inventory whether they are there, what they run and how they are
  export extern "smr help fleet check" [
  ]

  # Plan an update, to be reviewed and applied later
  export extern "smr help fleet plan" [
  ]

  # Carry a plan out
  export extern "smr help fleet apply" [
  ]

  # Update the gateways of an inventory in stages
  export extern "smr help fleet update" [
  ]

  # Change settings of many gateways in stages
  export extern "smr help fleet config" [
  ]

  # Change settings of the gateways of an inventory in stages
  export extern "smr help fleet config set" [
  ]

  # Restart the gateways of an inventory in stages
  export extern "smr help fleet restart" [
  ]

  # Give the gateways of an inventory other admin passwords, in stages
  export extern "smr help fleet rotate-password" [
  ]

  # Write an archive of each gateway for whoever helps
  export extern "smr help fleet diag" [
  ]

  # Go on with an update that paused, was stopped or ended in any other way
  export extern "smr help fleet resume" [
  ]

  # Try the gateways of an update again that failed or were unreachable
  export extern "smr help fleet retry" [
  ]

  # Say how far an update is, also while it runs
  export extern "smr help fleet status" [
  ]

  # Report what became of each gateway in an update
  export extern "smr help fleet report" [
  ]

  # Give an update up for good: it cannot be resumed any more
  export extern "smr help fleet abort" [
  ]

  # List, build, add, inspect, verify and sign firmware images
  export extern "smr help firmware" [
  ]

  # Show the firmware that is at hand
  export extern "smr help firmware list" [
  ]

  # Build the firmware from its source and add it to your own folder
  export extern "smr help firmware build" [
  ]

  # Put firmware images into your own folder, where smr flash finds them
  export extern "smr help firmware add" [
  ]

  # Remove firmware images from your own folder
  export extern "smr help firmware remove" [
  ]

  # Show what is in a firmware image, sound or not
  export extern "smr help firmware inspect" [
  ]

  # Check a firmware image by the rules by which a gateway does
  export extern "smr help firmware verify" [
  ]

  # Make a pair of keys: one that signs images, one that gateways know
  export extern "smr help firmware keygen" [
  ]

  # Sign a firmware image
  export extern "smr help firmware sign" [
  ]

  # Make a firmware image for virtual boards
  export extern "smr help firmware make-sim-image" [
  ]

  # Put a firmware image together from the boot loader and a linked program
  export extern "smr help firmware link" [
  ]

  # Run virtual gateways: the real firmware on boards made of software
  export extern "smr help sim" [
  ]

  # Print the completion script of a shell
  export extern "smr help completions" [
  ]

  # Print the manual page of a command, or write all pages into a directory
  export extern "smr help man" [
  ]

  # Print this message or the help of the given subcommand(s)
  export extern "smr help help" [
  ]

}

export use completions *
