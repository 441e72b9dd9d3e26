package markup

import "testing"

func TestCanonical(t *testing.T) {
	for name, test := range map[string]struct{ in, want string }{
		"attributes in order":        {`<p lang="fr" class="a" id="b">x</p>`, `<p class="a" id="b" lang="fr">x</p>`},
		"no line breaks of go-app's": {"<p>\na\n<b>c</b>\nd\n</p>", `<p>a<b>c</b>d</p>`},
		"blanks of ours":             {"<p>a <b>c</b> d</p>", `<p>a <b>c</b> d</p>`},
		"a value that says true":     {`<p aria-busy="&#116;rue">x</p>`, `<p aria-busy="true">x</p>`},
		"quotes and no-break spaces": {`<p title="&#34;a&#34;&nbsp;?">x</p>`, "<p title=\"&#34;a&#34;\u00a0?\">x</p>"},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := Canonical(test.in)
			if err != nil || got != test.want {
				t.Errorf("got %q, %v; want %q", got, err, test.want)
			}
		})
	}
}

func TestTree(t *testing.T) {
	got, err := Tree("<p class=\"a\">Bonjour,\n<b>vous</b>\n</p>")
	if want := `["p",{"class":"a"},"Bonjour,",["b",0,"vous"]]`; err != nil || string(got) != want {
		t.Errorf("got %s, %v; want %s", got, err, want)
	}
	if _, err := Tree("<p></p><p></p>"); err == nil {
		t.Error("two roots made a tree")
	}
}
