# make run    build everything and serve it at http://localhost:8080/
# make test   run all tests: Go, and the browser tests in Chromium, Firefox and WebKitGTK
# make build  make bin/temoin, one static binary with everything embedded
# make check  formatting, vet, staticcheck, size budgets
# make bench  what things cost, measured side by side in one run
# make weigh  what each Go package adds to the bundle
# make clean  remove what was built; the registry that "make run" writes beside the program stays

ADDR ?= :8080

# One way to build for all but the race detector, which needs cgo: what the one step compiled, the next finds in Go's build cache.
export GOFLAGS := $(shell go env GOFLAGS) -trimpath
export CGO_ENABLED := 0

# Packages that start goroutines or are called from several, beside the program itself.
CONCURRENT := ./internal/online ./internal/registry/...

.PHONY: run build web test test-go test-internal test-rest test-browser check bench weigh screenshots clean

run: build
	./bin/temoin serve --addr $(ADDR) --portals portals

build: web
	go build -ldflags "-s -w" -o bin/temoin .
	./bin/temoin check --schema > portals/schema.json

# The bundle, the loader and the style sheets. Go's build cache and .cache make a second run a matter of seconds.
web:
	go run ./web/build

# What is in Go waits now and then, and a browser has the processor meanwhile; so does a download. What needs nothing of web/ is tested while brotli has one core.
test:
	$(MAKE) --no-print-directory -j3 check test-internal e2e/node_modules/.installed
	$(MAKE) --no-print-directory -j2 test-rest test-browser

test-go: test-internal test-rest

test-internal:
	./scripts/require.sh cc=gcc,libc6-dev pg_ctlcluster=postgresql
	CGO_ENABLED=1 go test -race -short -vet=off $(CONCURRENT)
	go test -vet=off ./internal/registry $$(go list ./internal/... | grep -vxF "$$(go list $(CONCURRENT))")

test-rest: web
	./scripts/require.sh cc=gcc,libc6-dev pg_ctlcluster=postgresql
	go vet ./...
	GOOS=js GOARCH=wasm go vet ./app ./wasm
	CGO_ENABLED=1 go test -race -short -vet=off .
	go test -vet=off $$(go list ./... | grep -vxF "$$(go list . ./internal/...)")

test-browser: build e2e/node_modules/.installed
	./scripts/require.sh chromium=chromium,fonts-liberation chromium-headless-shell=chromium-headless-shell firefox-esr=firefox-esr \
		WebKitWebDriver=webkit2gtk-driver Xvfb=xvfb gjs=gjs,gir1.2-atspi-2.0,at-spi2-core,dbus-daemon pdftotext=poppler-utils
	cd e2e && npm test

e2e/node_modules/.installed: e2e/package-lock.json
	cd e2e && npm ci --no-fund --no-audit --loglevel=error
	touch $@

check: web
	@unformatted=$$(gofmt -l $$(git ls-files '*.go')); [ -z "$$unformatted" ] || { echo "not gofmt-ed: $$unformatted"; exit 1; }
	go vet ./...
	go tool staticcheck ./...
	GOOS=js GOARCH=wasm $$(go tool -n staticcheck) ./app ./wasm
	go test -run TestBudget .
	./scripts/vulnerabilities.sh

# The pictures of the README, from the real server in a real browser.
screenshots: build e2e/node_modules/.installed
	./scripts/require.sh chromium=chromium,fonts-liberation
	node e2e/screenshots.js

# Takes about a quarter of an hour on a quiet machine; ROUNDS=1 make bench is a look. Writes docs/bench.md, docs/images/bench.svg and the README's table.
bench: build e2e/node_modules/.installed bench/node_modules/.installed
	PATH="$$PATH:/usr/sbin" ./scripts/require.sh chromium=chromium,fonts-liberation wrk=wrk nginx=nginx pg_ctlcluster=postgresql \
		/usr/lib/nginx/modules/ngx_http_brotli_static_module.so=libnginx-mod-http-brotli-static
	cd bench && npm test
	node bench/main.js
	node bench/gate.js
	go run ./bench/registry

bench/node_modules/.installed: bench/package-lock.json
	cd bench && npm ci --ignore-scripts --no-fund --no-audit --loglevel=error
	touch $@

weigh:
	@go run ./web/build -weigh

clean:
	rm -rf bin/temoin portals/schema.json .cache e2e/node_modules e2e/artifacts bench/node_modules
	git clean -fdXq web/dist
