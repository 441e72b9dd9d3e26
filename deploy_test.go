package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
)

// TestDeploymentNamesSettingsThatExist: what deploy/ sets are environment twins of flags, and the Compose file is YAML.
func TestDeploymentNamesSettingsThatExist(t *testing.T) {
	var help bytes.Buffer
	_ = run(t.Context(), []string{"serve", "-h"}, func(string) string { return "" }, &help, &help)
	for _, file := range []string{"Dockerfile", "compose.yaml", "temoin.service"} {
		text, err := os.ReadFile(filepath.Join("deploy", file))
		if err != nil {
			t.Fatal(err)
		}
		names := regexp.MustCompile(`TEMOIN_[A-Z_]+`).FindAllString(string(text), -1)
		if len(names) == 0 {
			t.Errorf("%s sets nothing", file)
		}
		for _, name := range names {
			if !strings.Contains(help.String(), "(environment: "+name+")") {
				t.Errorf("%s sets %s, which is no flag's twin", file, name)
			}
		}
		if filepath.Ext(file) == ".yaml" {
			var compose struct{ Services map[string]any }
			if err := yaml.Unmarshal(text, &compose); err != nil || len(compose.Services) != 2 {
				t.Errorf("%s: %v, %v", file, compose.Services, err)
			}
		}
	}
}

// TestSystemdUnit: systemd understands every line of the unit.
func TestSystemdUnit(t *testing.T) {
	analyse := require(t, "systemd-analyze", "systemd")
	unit, err := os.ReadFile("deploy/temoin.service")
	if err != nil {
		t.Fatal(err)
	}
	// The program is not where the unit has it; the test's own binary is one.
	program, err := filepath.Abs(os.Args[0])
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "temoin.service")
	writeFile(t, path, strings.Replace(string(unit), "/usr/local/bin/temoin", program, 1))
	if out, err := exec.CommandContext(t.Context(), analyse, "verify", path).CombinedOutput(); err != nil || len(out) > 0 {
		t.Errorf("%v: %s", err, out)
	}
}
