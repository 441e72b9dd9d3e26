package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// docBlock is a fenced block of a page for owners, with the comment right before it that says what it is: "fichier: NAME", "sortie", "serveur", "état: 2".
type docBlock struct{ comment, language, text string }

var docBlockPattern = regexp.MustCompile("(?ms)(?:^<!-- ([^\n]*) -->\n)?^```(\\w+)\n(.*?)^```$")

func docBlocks(t *testing.T, page string) []docBlock {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("docs", page))
	if err != nil {
		t.Fatal(err)
	}
	var blocks []docBlock
	for _, match := range docBlockPattern.FindAllStringSubmatch(string(text), -1) {
		blocks = append(blocks, docBlock{match[1], match[2], match[3]})
	}
	return blocks
}

// shell is a folder in which the commands of a page are run, with temoin on the path.
type shell struct {
	t      *testing.T
	folder string
	port   string
}

func newShell(t *testing.T) *shell {
	t.Helper()
	s := &shell{t: t, folder: t.TempDir(), port: freePort(t)}
	program, err := filepath.Abs(os.Args[0])
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(s.folder, "bin"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(program, filepath.Join(s.folder, "bin", "temoin")); err != nil {
		t.Fatal(err)
	}
	return s
}

// freePort is one that nothing listens on.
func freePort(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	_, port, _ := net.SplitHostPort(listener.Addr().String())
	return port
}

func (s *shell) command(text string) *exec.Cmd {
	command := exec.Command("sh", "-eu", "-c", strings.ReplaceAll(text, "127.0.0.1:8080", "127.0.0.1:"+s.port))
	command.Dir = s.folder
	command.Env = append(os.Environ(), asProgram+"=1", "PATH="+filepath.Join(s.folder, "bin")+":"+os.Getenv("PATH"))
	return command
}

func (s *shell) write(name, text string) {
	s.t.Helper()
	path := filepath.Join(s.folder, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		s.t.Fatal(err)
	}
	writeFile(s.t, path, text)
}

// run runs a block and returns what it prints; the status is that of its comment, "état: N", or 0.
func (s *shell) run(b docBlock) string {
	s.t.Helper()
	out, err := s.command(b.text).Output()
	status := 0
	var failed *exec.ExitError
	if errors.As(err, &failed) {
		status = failed.ExitCode()
	} else if err != nil {
		s.t.Fatal(err)
	}
	if want := cmp.Or(strings.TrimPrefix(b.comment, "état: "), "0"); fmt.Sprint(status) != want {
		s.t.Errorf("%s ended with status %d, want %s: %s", b.text, status, want, out)
	}
	return string(out)
}

// start starts a command that goes on, and returns when address answers.
func (s *shell) start(command *exec.Cmd, address string) {
	s.t.Helper()
	command.Stderr = io.Discard
	if err := command.Start(); err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { _ = command.Process.Kill(); _ = command.Wait() })
	s.answers(address)
}

func (s *shell) answers(address string) {
	s.t.Helper()
	for end := time.Now().Add(60 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		r, err := http.Get(address)
		if err == nil {
			r.Body.Close()
			return
		}
		if time.Now().After(end) {
			s.t.Fatalf("%s never answered: %v", address, err)
		}
	}
}

// follow does what a page says, block by block: files are written, commands run, what they print is what the page shows.
func (s *shell) follow(page string) {
	s.t.Helper()
	var printed string
	for _, b := range docBlocks(s.t, page) {
		name, isFile := strings.CutPrefix(b.comment, "fichier: ")
		switch {
		case isFile:
			s.write(name, b.text)
		case b.comment == "serveur":
			prefix := regexp.MustCompile(`--prefix (\S+)`).FindStringSubmatch(b.text + " --prefix /")
			s.start(s.command("exec "+b.text), "http://127.0.0.1:"+s.port+strings.TrimSuffix(prefix[1], "/")+"/healthz")
		case b.comment == "sortie":
			if printed != b.text {
				s.t.Errorf("%s shows\n%s\nand the command prints\n%s", page, b.text, printed)
			}
		case b.language == "sh":
			printed = s.run(b)
		}
	}
}

// TestDocsCanBeFollowed: every command that a page shows works, and prints what the page says.
func TestDocsCanBeFollowed(t *testing.T) {
	t.Parallel()
	for _, page := range []string{"demarrer.md", "installer.md", "fichier-de-portail.md"} {
		t.Run(page, func(t *testing.T) {
			s := newShell(t)
			for _, b := range docBlocks(t, "demarrer.md") {
				if name, isFile := strings.CutPrefix(b.comment, "fichier: portails/"); isFile {
					s.write("portails/"+name, b.text)
				}
			}
			s.follow(page)
		})
	}
}

// proxied follows the page's configuration of a proxy before a portal that stands in for Opendatasoft's, and returns a client that finds both.
func proxied(t *testing.T, comment string) (portal *httptest.Server, config, address string, s *shell) {
	t.Helper()
	s = newShell(t)
	for _, b := range docBlocks(t, "demarrer.md") {
		if name, isFile := strings.CutPrefix(b.comment, "fichier: portails/"); isFile {
			s.write("portails/"+name, b.text)
		}
	}
	for _, b := range docBlocks(t, "installer.md") {
		switch b.comment {
		case "serveur":
			s.start(s.command("exec "+b.text), "http://127.0.0.1:"+s.port+"/temoin/healthz")
		case comment:
			config = b.text
		}
	}
	if config == "" {
		t.Fatalf("installer.md has no configuration of %s", comment)
	}
	portal = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprint(w, "<!doctype html><html lang=fr><head><title>Portail</title></head><body>Bonjour</body></html>")
	}))
	t.Cleanup(portal.Close)
	address = "127.0.0.1:" + freePort(t)
	config = strings.NewReplacer("127.0.0.1:8080", "127.0.0.1:"+s.port, "https://belle-rive.opendatasoft.com", portal.URL).Replace(config)
	return portal, config, address, s
}

// behind holds the portal behind a proxy to what installer.md promises.
func behind(t *testing.T, address string, injects bool) {
	t.Helper()
	ask := func(method, path string, content io.Reader) *http.Response {
		r, err := http.NewRequest(method, "http://"+address+path, content)
		if err != nil {
			t.Fatal(err)
		}
		r.Host = "data.belle-rive.example"
		if content != nil {
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			r.Header.Set("Origin", "http://data.belle-rive.example")
		}
		client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
		response, err := client.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { response.Body.Close() })
		return response
	}
	page := body(t, ask("GET", "/", nil))
	if !strings.Contains(page, "Bonjour") || injects != strings.Contains(page, `<head><script async src="/temoin/belle-rive/temoin.js"></script>`) {
		t.Errorf("the portal's page: %s", page)
	}
	if loader := ask("GET", "/temoin/belle-rive/temoin.js", nil); loader.StatusCode != 200 || !strings.Contains(loader.Header.Get("Content-Type"), "javascript") {
		t.Errorf("the loader: %d %v", loader.StatusCode, loader.Header)
	}
	choice := ask("POST", "/temoin/belle-rive/choice", strings.NewReader(url.Values{"matomo": {"no"}, "youtube": {"yes"}}.Encode()))
	if choice.StatusCode != http.StatusSeeOther || !strings.Contains(choice.Header.Get("Set-Cookie"), "cookies_preferences=") {
		t.Errorf("the form: %d %v %s", choice.StatusCode, choice.Header, body(t, choice))
	}
}

// require installs a program by the project's own script, or fails.
func require(t *testing.T, program, debian string) string {
	t.Helper()
	// Daemons are in sbin, which is not on everybody's path.
	t.Setenv("PATH", os.Getenv("PATH")+":/usr/sbin")
	ctx, stop := context.WithTimeout(t.Context(), 5*time.Minute)
	defer stop()
	if out, err := exec.CommandContext(ctx, "./scripts/require.sh", program+"="+debian).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	path, err := exec.LookPath(program)
	if err != nil {
		t.Fatal(err)
	}
	return path
}

func TestNginxAsDocumented(t *testing.T) {
	nginx := require(t, "nginx", "nginx-light")
	_, config, address, s := proxied(t, "nginx")
	config = strings.Replace(config, "listen 80;", "listen "+address+";", 1)
	// Around it, what Debian's own nginx.conf says, with files in the test's folder, and in one process, so that nothing outlives the test.
	s.write("nginx.conf", fmt.Sprintf("daemon off;\nmaster_process off;\npid %[1]s/nginx.pid;\nerror_log %[1]s/error.log;\nevents {}\nhttp {\naccess_log off;\n"+
		"client_body_temp_path %[1]s/b; proxy_temp_path %[1]s/p; fastcgi_temp_path %[1]s/f; uwsgi_temp_path %[1]s/u; scgi_temp_path %[1]s/s;\n%[2]s}\n", s.folder, config))
	command := exec.Command(nginx, "-e", filepath.Join(s.folder, "error.log"), "-c", filepath.Join(s.folder, "nginx.conf"))
	s.start(command, "http://"+address+"/")
	behind(t, address, true)
}

func TestCaddyAsDocumented(t *testing.T) {
	caddy := require(t, "caddy", "caddy")
	_, config, address, s := proxied(t, "caddy")
	_, port, _ := net.SplitHostPort(address)
	// The name would make Caddy ask for a certificate: the test stays on http.
	config = "{\n\tadmin off\n}\n" + strings.Replace(config, "data.belle-rive.example {", "http://data.belle-rive.example:"+port+" {\n\tbind 127.0.0.1", 1)
	s.write("Caddyfile", config)
	command := exec.Command(caddy, "run", "--config", filepath.Join(s.folder, "Caddyfile"), "--adapter", "caddyfile")
	command.Env = append(os.Environ(), "HOME="+s.folder, "XDG_DATA_HOME="+s.folder, "XDG_CONFIG_HOME="+s.folder)
	s.start(command, "http://"+address+"/")
	behind(t, address, false)
}

// TestDocsLeadSomewhere: every link from a page for owners to another file of the repository.
func TestDocsLeadSomewhere(t *testing.T) {
	pages, err := filepath.Glob("docs/*.md")
	if err != nil || len(pages) == 0 {
		t.Fatal("no pages", err)
	}
	for _, page := range append(pages, "README.md", "CONTRIBUTING.md") {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for _, link := range regexp.MustCompile(`\]\(([^)#\s]+)[^)]*\)`).FindAllStringSubmatch(string(text), -1) {
			if strings.Contains(link[1], "://") {
				continue
			}
			if _, err := os.Stat(filepath.Join(filepath.Dir(page), link[1])); err != nil {
				t.Errorf("%s leads to %s, which is not there", page, link[1])
			}
		}
	}
}
