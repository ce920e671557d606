// Judges proofs with the packages that Go checks its own modules by: an object of JSON a line in, a verdict a line out.
package main

import (
	"bufio"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// asked is a proof that a header is in the log; or, where there is an older checkpoint, that the newer continues it.
type asked struct {
	VKey        string   `json:"vkey"`
	Checkpoint  string   `json:"checkpoint"`
	Proof       string   `json:"proof"`
	Header      string   `json:"header"`
	Older       string   `json:"older"`
	Consistency []string `json:"consistency"`
}

func main() {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		var a asked
		err := json.Unmarshal(lines.Bytes(), &a)
		if err == nil {
			err = judge(a)
		}
		if err != nil {
			fmt.Println("no:", strings.ReplaceAll(err.Error(), "\n", " "))
		} else {
			fmt.Println("ok")
		}
	}
}

func judge(a asked) error {
	if a.Older != "" {
		return continues(a)
	}
	head, checkpoint, found := strings.Cut(a.Proof, "\n\n")
	steps := strings.Split(head, "\n")
	if !found || len(steps) < 2 || steps[0] != "c2sp.org/tlog-proof@v1" {
		return errors.New("no proof")
	}
	size, root, err := opened(a.VKey, checkpoint)
	if err != nil {
		return err
	}
	index, err := strconv.ParseInt(strings.TrimPrefix(steps[1], "index "), 10, 64)
	if err != nil {
		return err
	}
	path, err := hashes(steps[2:])
	if err != nil {
		return err
	}
	return tlog.CheckRecord(path, size, root, index, tlog.RecordHash([]byte(a.Header)))
}

func continues(a asked) error {
	size, root, err := opened(a.VKey, a.Checkpoint)
	if err != nil {
		return err
	}
	older, olderRoot, err := opened(a.VKey, a.Older)
	if err != nil {
		return err
	}
	path, err := hashes(a.Consistency)
	if err != nil {
		return err
	}
	return tlog.CheckTree(path, size, root, older, olderRoot)
}

// opened returns size and root of a checkpoint that the key signed.
func opened(vkey, checkpoint string) (int64, tlog.Hash, error) {
	var root tlog.Hash
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		return 0, root, err
	}
	signed, err := note.Open([]byte(checkpoint), note.VerifierList(verifier))
	if err != nil {
		return 0, root, err
	}
	lines := strings.Split(signed.Text, "\n")
	if len(lines) != 4 || lines[0] != verifier.Name() {
		return 0, root, errors.New("no checkpoint of this log")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return 0, root, err
	}
	root, err = tlog.ParseHash(lines[2])
	return size, root, err
}

func hashes(lines []string) ([]tlog.Hash, error) {
	path := make([]tlog.Hash, len(lines))
	for i, line := range lines {
		raw, err := base64.StdEncoding.DecodeString(line)
		if err != nil || len(raw) != tlog.HashSize {
			return nil, errors.New("no hash")
		}
		copy(path[i][:], raw)
	}
	return path, nil
}
