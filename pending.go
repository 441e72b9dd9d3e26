package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"temoin/internal/registry"
)

// pending is a folder of choices that were made by form while the registry took none: no script keeps those for a later page view. Each is a file of its own,
// named after its receipt, so that several servers may share the folder and none is lost halfway. What is stored is what the registry would hold: the time
// to the second, the portal and what was answered, nothing about the visitor.
type pending struct{ folder string }

// mostPending is how many choices may wait.
const mostPending = 10000

// errPendingFull is returned where more wait.
var errPendingFull = fmt.Errorf("%d choices wait already", mostPending)

// pendingChoice is a choice that waits, as its file has it.
type pendingChoice struct {
	Receipt registry.Receipt `json:"receipt"`
	// Made is the time of the choice, in seconds since the epoch.
	Made   int64           `json:"made"`
	Answer registry.Answer `json:"answer"`
}

const pendingExtension = ".json"

// keep stores a choice. It is on disk when keep returns without an error.
func (p pending) keep(c pendingChoice) error {
	if err := os.Mkdir(p.folder, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("keep a choice: %w", err)
	}
	waiting, err := p.names()
	if err == nil && len(waiting) >= mostPending {
		err = errPendingFull
	}
	if err != nil {
		return fmt.Errorf("keep a choice: %w", err)
	}
	data, err := json.Marshal(c)
	if err != nil {
		return fmt.Errorf("keep a choice: %w", err)
	}
	name := filepath.Join(p.folder, c.Receipt.String())
	if err := writeSynced(name, data); err != nil {
		return fmt.Errorf("keep a choice: %w", errors.Join(err, removed(name)))
	}
	if err := os.Rename(name, name+pendingExtension); err != nil {
		return fmt.Errorf("keep a choice: %w", err)
	}
	return syncFolder(p.folder)
}

// handOver records the choices that wait, and returns how many it recorded. It stops at the first that the registry does not take now. What it never will take
// is set aside under another name, and told by the error.
func (p pending) handOver(ctx context.Context, now time.Time, record func(context.Context, registry.Choice) error) (int, error) {
	names, err := p.names()
	if err != nil {
		return 0, fmt.Errorf("read choices that wait: %w", err)
	}
	recorded := 0
	var refused error
	for _, name := range names {
		path := filepath.Join(p.folder, name)
		data, err := os.ReadFile(path)
		if errors.Is(err, fs.ErrNotExist) {
			// Another server was faster.
			continue
		}
		var c pendingChoice
		if err == nil {
			err = json.Unmarshal(data, &c)
		}
		if err == nil {
			delay := min(max(int(now.Unix()-c.Made)/60, 0), registry.MaxDelay)
			err = record(ctx, registry.Choice{Receipt: c.Receipt, Delay: delay, Answer: c.Answer})
			if err != nil && !neverTaken(err) {
				return recorded, errors.Join(refused, err)
			}
		}
		if err != nil {
			refused = errors.Join(refused, fmt.Errorf("the choice in %s is set aside: %w", path, err), os.Rename(path, path+".refused"))
			continue
		}
		if err := removed(path); err != nil {
			return recorded, errors.Join(refused, err)
		}
		recorded++
	}
	return recorded, refused
}

// neverTaken reports whether the registry refused a choice for what it says.
func neverTaken(err error) bool {
	return errors.Is(err, errUnknown) || errors.Is(err, registry.ErrNotRecordable) || errors.Is(err, registry.ErrReceiptTaken)
}

// names returns the files of choices that wait, without the folder; none where there is no folder.
func (p pending) names() ([]string, error) {
	entries, err := os.ReadDir(p.folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	var names []string
	for _, entry := range entries {
		if strings.HasSuffix(entry.Name(), pendingExtension) {
			names = append(names, entry.Name())
		}
	}
	return names, err
}

func removed(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

func writeSynced(path string, data []byte) error {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = file.Write(data)
	if err == nil {
		err = file.Sync()
	}
	return errors.Join(err, file.Close())
}

// syncFolder makes a new name in a folder last.
func syncFolder(path string) error {
	folder, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}
