package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"

	"github.com/evanw/esbuild/pkg/api"
	"github.com/tdewolff/minify/v2"
	"github.com/tdewolff/minify/v2/js"
)

// engines are the oldest browsers that the scripts and style sheets are made for.
func engines() []api.Engine {
	return []api.Engine{
		{Name: api.EngineChrome, Version: "93"},
		{Name: api.EngineFirefox, Version: "101"},
		{Name: api.EngineSafari, Version: "16.4"},
	}
}

// modules are the scripts that come to a page after the loader, and the studio's, each a folder with a main.js.
func modules() []string {
	return []string{"again", "attendant", "charter", "placeholder", "release", "report", "runtime", "studio"}
}

// sheets are the style sheets of the server's own pages, and those that a theme adds to the banner, each made of the files it lists.
func sheets() map[string][]string {
	return map[string][]string{
		"charter.css": {"base.css", "states.css", "banner.css", "panel.css", "table.css", "charter.css"},
		"preview.css": {"preview.css"},
		"index.css":   {"index.css"},
		"admin.css":   {"index.css", "admin.css"},
		"corner.css":  {"corner.css"},
		"centre.css":  {"centre.css"},
	}
}

// buildScripts bundles and minifies the loader, the modules that come after it and the style sheets. wasm is the bundle's file.
func buildScripts(ctx context.Context, wasm string) ([]product, error) {
	exec, err := wasmExec(ctx)
	if err != nil {
		return nil, err
	}
	plugins := []api.Plugin{styles(), virtual("wasm_exec", exec)}
	plugins = append(plugins, workers(plugins))
	// The server puts the portal into the loader, and only then can its content be hashed.
	var products []product
	for name, variant := range loaders() {
		loader, err := bundle(filepath.Join(source, "loader", "main.js"), api.FormatIIFE, plugins, variant)
		if err != nil {
			return nil, err
		}
		products = append(products, product{name: name, content: append([]byte(compileAll), loader...), asIs: true})
	}
	var contents [][]byte
	for _, module := range modules() {
		content, err := bundle(filepath.Join(source, module, "main.js"), api.FormatESModule, plugins, map[string]string{"__BUNDLE__": strconv.Quote(wasm)})
		if err != nil {
			return nil, err
		}
		if bytes.Contains(content, []byte("__PORTAL__")) {
			return nil, fmt.Errorf("bundle %s: it imports a module with a state of its own (web/loader/config.js, by way of others): hand it what it needs", module)
		}
		contents = append(contents, content)
	}
	// One version for all of them: the loader then names it once.
	version := hashOf(contents...)[:12]
	for i, module := range modules() {
		products = append(products, product{name: module + ".js", content: contents[i], version: version})
	}
	for name, files := range sheets() {
		var all bytes.Buffer
		for _, file := range files {
			sheet, err := minifySheet(filepath.Join(source, "styles", file))
			if err != nil {
				return nil, err
			}
			all.Write(sheet)
		}
		products = append(products, product{name: name, content: all.Bytes()})
	}
	return products, nil
}

// loaders are the loader's variants, by name: what a portal has no use for, its visitors do not fetch. The server chooses (site.go).
func loaders() map[string]map[string]string {
	variant := func(gate, rare bool) map[string]string {
		return map[string]string{"__GATE__": strconv.FormatBool(gate), "__RARE__": strconv.FormatBool(rare)}
	}
	return map[string]map[string]string{
		"loader.js":        variant(true, false),
		"loader-rare.js":   variant(true, true),
		"loader-notice.js": variant(false, false),
	}
}

// compileAll has Chromium compile a script's functions beside the page's thread while the script comes, not there when each is called first (V8's explicit compile hints,
// since Chrome 136). To others it is a comment. It must stand first in the file.
const compileAll = "//# allFunctionsCalledOnLoad\n"

func bundle(entry string, format api.Format, plugins []api.Plugin, define map[string]string) ([]byte, error) {
	result := api.Build(api.BuildOptions{
		EntryPoints:       []string{entry},
		Bundle:            true,
		MinifyWhitespace:  true,
		MinifyIdentifiers: true,
		MinifySyntax:      true,
		Format:            format,
		Charset:           api.CharsetUTF8,
		Engines:           engines(),
		Plugins:           plugins,
		Define:            define,
		TreeShaking:       api.TreeShakingTrue,
		LogLevel:          api.LogLevelSilent,
	})
	if len(result.Errors) > 0 {
		return nil, fmt.Errorf("bundle %s: %w", entry, messages(result.Errors))
	}
	// esbuild merges no declarations and folds few conditions: this saves the loader an eightieth more.
	var smaller bytes.Buffer
	if err := (&js.Minifier{}).Minify(minify.New(), &smaller, bytes.NewReader(result.OutputFiles[0].Contents), nil); err != nil {
		return nil, fmt.Errorf("minify %s: %w", entry, err)
	}
	return smaller.Bytes(), nil
}

// styles lets a script import a style sheet as a minified text.
func styles() api.Plugin {
	return api.Plugin{Name: "styles", Setup: func(build api.PluginBuild) {
		build.OnLoad(api.OnLoadOptions{Filter: `\.css$`}, func(args api.OnLoadArgs) (api.OnLoadResult, error) {
			sheet, err := minifySheet(args.Path)
			text := string(sheet)
			return api.OnLoadResult{Contents: &text, Loader: api.LoaderText}, err
		})
	}}
}

// workers lets a script import a Worker's script, with all it imports, as a text.
func workers(plugins []api.Plugin) api.Plugin {
	return api.Plugin{Name: "workers", Setup: func(build api.PluginBuild) {
		build.OnLoad(api.OnLoadOptions{Filter: `\.worker\.js$`}, func(args api.OnLoadArgs) (api.OnLoadResult, error) {
			script, err := bundle(args.Path, api.FormatIIFE, plugins, nil)
			text := string(script)
			return api.OnLoadResult{Contents: &text, Loader: api.LoaderText}, err
		})
	}}
}

// virtual lets a script import a module that is no file of ours.
func virtual(name, content string) api.Plugin {
	return api.Plugin{Name: name, Setup: func(build api.PluginBuild) {
		build.OnResolve(api.OnResolveOptions{Filter: "^" + name + "$"}, func(api.OnResolveArgs) (api.OnResolveResult, error) {
			return api.OnResolveResult{Path: name, Namespace: name}, nil
		})
		build.OnLoad(api.OnLoadOptions{Filter: ".*", Namespace: name}, func(api.OnLoadArgs) (api.OnLoadResult, error) {
			return api.OnLoadResult{Contents: &content, Loader: api.LoaderJS}, nil
		})
	}}
}

func minifySheet(path string) ([]byte, error) {
	css, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read style sheet: %w", err)
	}
	result := api.Transform(string(css), api.TransformOptions{
		Loader: api.LoaderCSS, Sourcefile: path, Engines: engines(), Charset: api.CharsetUTF8,
		MinifyWhitespace: true, MinifySyntax: true,
	})
	if problems := append(result.Errors, result.Warnings...); len(problems) > 0 {
		return nil, fmt.Errorf("minify style sheet: %w", messages(problems))
	}
	return bytes.TrimSpace(result.Code), nil
}

// wasmExec returns the toolchain's wasm_exec.js as a module whose one function takes the globals that the script uses: called with a
// facade, it never sees the window.
func wasmExec(ctx context.Context) (string, error) {
	root, err := exec.CommandContext(ctx, "go", "env", "GOROOT").Output()
	if err != nil {
		return "", fmt.Errorf("ask for GOROOT: %w", err)
	}
	script, err := os.ReadFile(filepath.Join(string(bytes.TrimSpace(root)), "lib", "wasm", "wasm_exec.js"))
	if err != nil {
		return "", fmt.Errorf("read the toolchain's wasm_exec.js: %w", err)
	}
	return "export default function load(globalThis, fs, setTimeout, clearTimeout) {\n" + string(script) + "\n}", nil
}

func messages(list []api.Message) error {
	var all []error
	for _, m := range list {
		if m.Location != nil {
			all = append(all, fmt.Errorf("%s:%d:%d: %s", m.Location.File, m.Location.Line, m.Location.Column, m.Text))
		} else {
			all = append(all, errors.New(m.Text))
		}
	}
	return errors.Join(all...)
}
