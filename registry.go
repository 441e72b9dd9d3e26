package main

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"time"

	"golang.org/x/mod/sumdb/note"

	"temoin/internal/registry"
	"temoin/internal/registry/report"
)

const registryUsage = `usage: temoin registry COMMAND [--registry FILE|postgres://…] [--registry-key FILE]

  verify   look whether everything is as it was recorded [--head FILE]… [--public KEY]
  head     print the signed head, to be published or kept elsewhere [--public]
  stats    print how visitors answered [--format table|json|svg] [--from DAY] [--to DAY] [--portal ID]
  export   print the entries [--format csv|jsonl] [--from DAY] [--to DAY] [--portal ID]
  show     print a choice and the banner it answered: show RECEIPT [--format text|html|proof]
  prune    empty the choices whose retention is over
  backup   write a copy, also while temoin serves: backup FILE
  rekey    make a new key in FILE, and have it sign from now on: rekey FILE [--public OLD] where the old private key is lost
`

// registryCommand is one run of "temoin registry".
type registryCommand struct {
	location, keyFile string
	public, heads     textList
	printPublic       bool
	format            string
	from, to          day
	portal            string

	stdout   io.Writer
	progress progress
}

// textList is a flag that may be given more than once.
type textList []string

func (l *textList) String() string { return fmt.Sprint(*l) }
func (l *textList) Set(text string) error {
	*l = append(*l, text)
	return nil
}

// day is a flag that holds a date, on this machine's calendar.
type day struct{ time.Time }

func (d *day) Set(text string) (err error) {
	if d.Time, err = time.ParseInLocation(time.DateOnly, text, time.Local); err != nil {
		return errors.New("want a day such as 2026-11-25")
	}
	return nil
}

func (d *day) String() string {
	if d == nil || d.IsZero() {
		return ""
	}
	return d.Format(time.DateOnly)
}

// end is the first moment after the day; zero where none was given.
func (d day) end() time.Time {
	if d.IsZero() {
		return time.Time{}
	}
	return d.AddDate(0, 0, 1)
}

// registryCommands has what can be done with a registry: the formats of each command, the first the default, and how many arguments it takes.
var registryCommands = map[string]struct {
	run       func(c *registryCommand, ctx context.Context, args []string) error
	arguments []string
	formats   []string
}{
	"verify": {(*registryCommand).verify, nil, nil},
	"head":   {(*registryCommand).head, nil, nil},
	"stats":  {(*registryCommand).stats, nil, []string{"table", "json", "svg"}},
	"export": {(*registryCommand).export, nil, []string{string(report.CSV), string(report.JSONL)}},
	"show":   {(*registryCommand).show, []string{"RECEIPT"}, []string{"text", "html", "proof"}},
	"prune":  {(*registryCommand).prune, nil, nil},
	"backup": {(*registryCommand).backup, []string{"FILE"}, nil},
	"rekey":  {(*registryCommand).rekey, []string{"FILE"}, nil},
}

// runRegistry carries out "temoin registry". A *usageError means wrong use.
func runRegistry(ctx context.Context, args []string, getenv func(string) string, stdout, stderr io.Writer) error {
	if len(args) == 0 || args[0] == "-h" || args[0] == "--help" || args[0] == "help" {
		_, err := io.WriteString(stdout, registryUsage)
		return err
	}
	name := args[0]
	command, known := registryCommands[name]
	if !known {
		return &usageError{fmt.Errorf("unknown command \"registry %s\": \"temoin registry help\" lists them", name)}
	}
	c := &registryCommand{stdout: stdout, progress: progress{out: stderr, what: name}}
	flags := flag.NewFlagSet("temoin registry "+name, flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.StringVar(&c.location, "registry", cmp.Or(getenv(twinOf("registry")), defaultRegistry(getenv)), registryHelp)
	flags.StringVar(&c.keyFile, "registry-key", getenv(twinOf("registry-key")), registryKeyHelp)
	switch name {
	case "verify":
		flags.Var(&c.heads, "head", "file of a signed head that was published or kept; may be given more than once")
		flags.Var(&c.public, "public", "the registry's public key, where the key file is elsewhere; then earlier ones, under which heads were signed")
	case "rekey":
		flags.Var(&c.public, "public", "the public key that is to go, where its private key is lost")
	case "head":
		flags.BoolVar(&c.printPublic, "public", false, "print the public key in the place of the head")
	case "stats", "export":
		flags.Var(&c.from, "from", "first day, such as 2026-11-25")
		flags.Var(&c.to, "to", "last day")
		flags.StringVar(&c.portal, "portal", "", "one portal only")
	}
	if command.formats != nil {
		flags.StringVar(&c.format, "format", command.formats[0], fmt.Sprintf("one of %v", command.formats))
	}
	arguments, err := parseMixed(flags, args[1:])
	if errors.Is(err, flag.ErrHelp) {
		return err
	}
	if err != nil {
		return &usageError{err}
	}
	if len(arguments) != len(command.arguments) {
		return &usageError{fmt.Errorf("registry %s takes %s %v, and got %d", name, count(len(command.arguments), "argument", "arguments"), command.arguments, len(arguments))}
	}
	if command.formats != nil && !contains(command.formats, c.format) {
		return &usageError{fmt.Errorf("--format %q is none of %v", c.format, command.formats)}
	}
	c.keyFile = cmp.Or(c.keyFile, defaultKey(c.location, getenv))
	return command.run(c, ctx, arguments)
}

// parseMixed reads flags that may stand before and after the arguments.
func parseMixed(flags *flag.FlagSet, args []string) (arguments []string, err error) {
	for {
		if err := flags.Parse(args); err != nil {
			return nil, err
		}
		if flags.NArg() == 0 {
			return arguments, nil
		}
		arguments = append(arguments, flags.Arg(0))
		args = flags.Args()[1:]
	}
}

func contains(list []string, text string) bool {
	for _, entry := range list {
		if entry == text {
			return true
		}
	}
	return false
}

// look opens the registry to be read, and runs do.
func (c *registryCommand) look(ctx context.Context, do func(r *registry.Registry) error) error {
	r, err := registry.OpenReadOnly(ctx, c.location)
	if err != nil {
		return err
	}
	return errors.Join(do(r), r.Close())
}

// verifiers check the registry's signatures: the first those of its key, all of them those of heads that were kept.
func (c *registryCommand) verifiers() ([]note.Verifier, error) {
	var all []note.Verifier
	for _, public := range c.public {
		verifier, err := note.NewVerifier(public)
		if err != nil {
			return nil, &usageError{fmt.Errorf("--public: %w\n    hint: \"temoin registry head --public\" prints it", err)}
		}
		all = append(all, verifier)
	}
	if len(all) > 0 {
		return all, nil
	}
	key, err := c.key()
	return []note.Verifier{key.Verifier()}, err
}

// key reads the key file, and makes none.
func (c *registryCommand) key() (registry.Key, error) {
	if _, err := os.Stat(c.keyFile); err != nil {
		return registry.Key{}, fmt.Errorf("read registry key: %w\n    hint: name its file with --registry-key, or give the public key with --public", err)
	}
	return registry.LoadKey(c.keyFile, rand.Reader)
}

func (c *registryCommand) head(ctx context.Context, _ []string) error {
	if c.printPublic {
		key, err := c.key()
		if err != nil {
			return err
		}
		_, err = fmt.Fprintln(c.stdout, key.Public())
		return err
	}
	return c.look(ctx, func(r *registry.Registry) error {
		_, signed, err := r.Head(ctx)
		if err != nil {
			return err
		}
		if signed == "" {
			return errors.New("the registry is empty: there is no head yet")
		}
		_, err = io.WriteString(c.stdout, signed)
		return err
	})
}

func (c *registryCommand) verify(ctx context.Context, _ []string) error {
	verifiers, err := c.verifiers()
	if err != nil {
		return err
	}
	verifier := verifiers[0]
	var earlier []registry.Head
	for _, file := range c.heads {
		text, err := os.ReadFile(file)
		if err != nil {
			return &usageError{fmt.Errorf("--head: %w", err)}
		}
		head, err := registry.OpenHead(string(text), verifiers...)
		if err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		earlier = append(earlier, head)
	}
	return c.look(ctx, func(r *registry.Registry) error {
		report, err := r.Verify(ctx, verifier, earlier, c.progress.of)
		c.progress.end()
		if err != nil {
			return err
		}
		if len(report.Faults) > 0 {
			for _, fault := range report.Faults {
				fmt.Fprintln(c.stdout, fault)
			}
			err := fmt.Errorf("the registry is not as it was recorded: %s", count(len(report.Faults)+report.More, "fault", "faults"))
			if report.Foreign {
				err = fmt.Errorf("%w\n    hint: the registry may have another key by now (\"temoin registry rekey\"): name its file with --registry-key, or give its public key with --public", err)
			}
			return err
		}
		fmt.Fprintf(c.stdout, "%s recorded: %s, %s of charters, %d pruned.\n", count(report.Entries, "entry is as it was", "entries are as they were"),
			count(report.Choices, "choice", "choices"), count(report.Served, "version", "versions"), report.Emptied)
		if report.Entries > 0 {
			fmt.Fprintf(c.stdout, "The head was signed %s by %s.\n", report.Head.Time.Local().Format("2006-01-02 15:04:05"), verifier.Name())
		}
		if len(earlier) > 0 {
			fmt.Fprintf(c.stdout, "It continues %s given.\n", count(len(earlier), "head that was", "heads that were"))
		}
		if report.SetBack > 0 {
			fmt.Fprintf(c.stdout, "%s earlier than the one before: the server's clock was set back. The order of entries is that of their numbers.\n", count(report.SetBack, "entry is", "entries are"))
		}
		return nil
	})
}

func (c *registryCommand) prune(ctx context.Context, _ []string) error {
	return c.change(ctx, func(r *registry.Registry) error {
		emptied, err := r.Prune(ctx, func(done int64) { c.progress.of(done, 0) })
		c.progress.end()
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(c.stdout, "%s emptied. What proves the others stays.\n", count(emptied, "choice was", "choices were"))
		return err
	})
}

// change opens the registry to be written to, and runs do. It makes neither a registry nor a key.
func (c *registryCommand) change(ctx context.Context, do func(r *registry.Registry) error) error {
	if err := c.look(ctx, func(*registry.Registry) error { return nil }); err != nil {
		return err
	}
	key, err := c.key()
	if err != nil {
		return err
	}
	r, err := registry.Open(ctx, c.location, key, time.Now)
	if err != nil {
		return err
	}
	return errors.Join(do(r), r.Close())
}

func (c *registryCommand) backup(ctx context.Context, args []string) error {
	return c.look(ctx, func(r *registry.Registry) error {
		err := r.Backup(ctx, args[0], c.progress.of)
		c.progress.end()
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(c.stdout, "%s is a copy of the registry. Its key is not in it: keep %s elsewhere.\n", args[0], c.keyFile)
		return err
	})
}
