// Package catalogue has the services that public portals use most, one YAML file each, in the words of a portal file. A portal file says
// "use: youtube" and overrides what differs. Package portalfile reads both.
package catalogue

import (
	"embed"
	"io/fs"
	"strings"
)

//go:embed *.yaml
var files embed.FS

const extension = ".yaml"

// Source returns the file of the service that a portal file names in "use:", and whether there is one.
func Source(name string) ([]byte, bool) {
	source, err := files.ReadFile(name + extension)
	return source, err == nil
}

// Names returns the names of all services, sorted.
func Names() []string {
	// An embedded directory can always be read.
	entries, _ := fs.ReadDir(files, ".")
	names := make([]string, len(entries))
	for i, entry := range entries {
		names[i] = strings.TrimSuffix(entry.Name(), extension)
	}
	return names
}
