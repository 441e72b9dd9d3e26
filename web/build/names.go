package main

import (
	"fmt"
	"slices"

	"github.com/tdewolff/parse/v2"
	"github.com/tdewolff/parse/v2/js"
)

// letters are what short names are made of, the most frequent in scripts first.
const letters = "etnsoiarclduhmfpgvbjywOxCEkASMFTzDNLRPHIBVWUKqYGXQZJ"

// ofFunctions is how many of the letters are left to functions: the minifier names their first parameters by them. Where nothing else has these names, all functions
// read "(e,t,n)=>", which compresses well.
const ofFunctions = 3

// renameInOrder gives the variables of a script, which nobody outside of it sees, short names in the order in which they are declared, and declares them by let: names in a
// sequence compress better than the shortest names for the most used, which the minifiers look for, and let keeps them from declaring each twice.
func renameInOrder(script []byte) ([]byte, error) {
	ast, err := js.Parse(parse.NewInputBytes(script), js.Options{})
	if err != nil {
		return nil, fmt.Errorf("parse the script: %w", err)
	}
	taken := takenNames{}
	for keyword := range js.Keywords {
		taken[keyword] = true
	}
	js.Walk(taken, ast)
	next := 0
	for _, v := range ast.Scope.Declared {
		for taken[shortName(next)] {
			next++
		}
		v.Data = []byte(shortName(next))
		next++
	}
	for _, statement := range ast.List {
		if declaration, ok := statement.(*js.VarDecl); ok {
			declaration.TokenType = js.LetToken
		}
	}
	return []byte(ast.JSString()), nil
}

// shortName returns the nth name: of one letter as long as there are some.
func shortName(n int) string {
	if n += ofFunctions; n < len(letters) {
		return letters[n : n+1]
	}
	n -= len(letters)
	first, second := n%len(letters), n/len(letters)
	return letters[first:first+1] + letters[second:second+1]
}

// takenNames are those that functions give to their own variables, those of the browser, and the language's.
type takenNames map[string]bool

// Enter collects the names of a block.
func (t takenNames) Enter(node js.INode) js.IVisitor {
	if block, ok := node.(*js.BlockStmt); ok {
		for _, v := range slices.Concat(block.Scope.Declared, block.Scope.Undeclared) {
			t[string(v.Data)] = true
		}
	}
	return t
}

// Exit has nothing to do.
func (takenNames) Exit(js.INode) {}
