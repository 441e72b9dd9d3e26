// Package postgrestest gives tests a PostgreSQL server of their own, on a socket in a temporary folder.
package postgrestest

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// Server is a running PostgreSQL.
type Server struct {
	folder  string
	bin     string
	durable bool
	process *exec.Cmd
	made    int
}

// Start makes a database cluster and starts it. durable is whether commits wait for the disk, which tests of anything but a loss of power or time do
// without. It returns an error if PostgreSQL is not installed: a test that needs it fails then.
func Start(durable bool) (*Server, error) {
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if err != nil || len(found) == 0 {
		return nil, errors.New("PostgreSQL is not installed: run ./scripts/require.sh pg_ctlcluster=postgresql")
	}
	folder, err := os.MkdirTemp("/tmp", "temoin-postgres-")
	if err != nil {
		return nil, err
	}
	s := &Server{folder: folder, bin: filepath.Dir(found[len(found)-1]), durable: durable}
	if credential := s.credential(); credential != nil {
		if err := os.Chown(folder, int(credential.Uid), int(credential.Gid)); err != nil {
			return nil, errors.Join(err, os.RemoveAll(folder))
		}
	}
	init := s.command("initdb", "--no-sync", "--auth=trust", "--username=temoin", "--encoding=UTF8", "--locale=C", "-D", s.data())
	if out, err := init.CombinedOutput(); err != nil {
		return nil, errors.Join(fmt.Errorf("initdb: %w: %s", err, out), os.RemoveAll(folder))
	}
	if err := s.Restart(); err != nil {
		return nil, errors.Join(err, os.RemoveAll(folder))
	}
	return s, nil
}

func (s *Server) data() string { return filepath.Join(s.folder, "data") }

// credential is who PostgreSQL runs as: it refuses to run as root.
func (s *Server) credential() *syscall.Credential {
	if os.Getuid() != 0 {
		return nil
	}
	owner, err := user.Lookup("postgres")
	if err != nil {
		return nil
	}
	uid, _ := strconv.Atoi(owner.Uid)
	gid, _ := strconv.Atoi(owner.Gid)
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
}

func (s *Server) command(name string, args ...string) *exec.Cmd {
	c := exec.Command(filepath.Join(s.bin, name), args...)
	c.Dir = s.folder
	c.SysProcAttr = &syscall.SysProcAttr{Credential: s.credential(), Pdeathsig: syscall.SIGKILL}
	return c
}

// Restart starts the server, the first time or after Kill, and waits until it answers.
func (s *Server) Restart() error {
	durable := "off"
	if s.durable {
		durable = "on"
	}
	log, err := os.Create(filepath.Join(s.folder, "log"))
	if err != nil {
		return err
	}
	defer log.Close()
	s.process = s.command("postgres", "-D", s.data(), "-k", s.folder, "-c", "listen_addresses=", "-c", "fsync="+durable, "-c", "max_connections=60")
	s.process.Stdout, s.process.Stderr = log, log
	if err := s.process.Start(); err != nil {
		return fmt.Errorf("start PostgreSQL: %w", err)
	}
	const patience = 30 * time.Second
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	for {
		c, err := pgx.Connect(ctx, s.url("postgres"))
		if err == nil {
			return c.Close(ctx)
		}
		if ctx.Err() != nil {
			text, _ := os.ReadFile(log.Name())
			return fmt.Errorf("start PostgreSQL: %w: %s", err, text)
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// Kill ends the server at once, as a loss of power of its machine would, and waits until it is gone.
func (s *Server) Kill() error {
	// SIGQUIT is PostgreSQL's immediate shutdown: no checkpoint, all connections cut.
	if err := s.process.Process.Signal(syscall.SIGQUIT); err != nil {
		return fmt.Errorf("kill PostgreSQL: %w", err)
	}
	// Its status tells only that it was killed.
	_ = s.process.Wait()
	return nil
}

// Stop ends the server and removes all that it stored.
func (s *Server) Stop() error {
	return errors.Join(s.Kill(), os.RemoveAll(s.folder))
}

func (s *Server) url(database string) string {
	return "postgres:///" + database + "?" + url.Values{"host": {s.folder}, "user": {"temoin"}}.Encode()
}

// Database makes an empty database and returns its URL.
func (s *Server) Database(t testing.TB) string {
	t.Helper()
	location, err := s.NewDatabase(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return location
}

// NewDatabase is Database for what is no test.
func (s *Server) NewDatabase(ctx context.Context) (location string, err error) {
	s.made++
	name := "temoin_" + strconv.Itoa(s.made)
	c, err := pgx.Connect(ctx, s.url("postgres"))
	if err != nil {
		return "", err
	}
	_, err = c.Exec(ctx, "CREATE DATABASE "+name)
	return s.url(name), errors.Join(err, c.Close(ctx))
}
