package main

import (
	"os"
	"path/filepath"

	"temoin/internal/registry"
)

// noRegistry in the place of a registry's location records nothing.
const noRegistry = "none"

const (
	registryHelp    = "where choices are recorded: a SQLite file, a postgres:// URL, or \"" + noRegistry + "\""
	registryKeyHelp = "file of the key that signs the registry's heads, made at the first start (default: beside the registry)"
)

// defaultRegistry is a file in the folder that systemd gives the service (StateDirectory=), or else beside the program.
func defaultRegistry(getenv func(string) string) string {
	return filepath.Join(stateFolder(getenv), "temoin.db")
}

// defaultKey is beside the registry where that is a file.
func defaultKey(location string, getenv func(string) string) string {
	if registry.IsPostgres(location) {
		return filepath.Join(stateFolder(getenv), "temoin.key")
	}
	return location + ".key"
}

func stateFolder(getenv func(string) string) string {
	if folder := getenv("STATE_DIRECTORY"); folder != "" {
		return folder
	}
	program, err := os.Executable()
	if err != nil {
		return "."
	}
	return filepath.Dir(program)
}
