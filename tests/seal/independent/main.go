// Reads a log's folder with golang.org/x/mod and nothing of Lawgate: it checks the signature of the
// checkpoint, that the tiles make its root, and that each entry and a proof of it stand in the tree.
package main

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type folder struct{ root string }

func (f folder) Height() int { return 8 }

func (f folder) SaveTiles([]tlog.Tile, [][]byte) {}

func (f folder) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var read [][]byte
	for _, tile := range tiles {
		data, err := os.ReadFile(filepath.Join(f.root, path(strconv.Itoa(tile.L), tile.N, tile.W)))
		if err != nil {
			return nil, err
		}
		read = append(read, data)
	}
	return read, nil
}

func path(kind string, number int64, width int) string {
	text := fmt.Sprintf("%03d", number%1000)
	for number >= 1000 {
		number /= 1000
		text = fmt.Sprintf("x%03d/%s", number%1000, text)
	}
	text = "tile/" + kind + "/" + text
	if width < 256 {
		text += ".p/" + strconv.Itoa(width)
	}
	return text
}

func entries(root string, size int64) ([][]byte, error) {
	var all [][]byte
	for first := int64(0); first < size; first += 256 {
		width := 256
		if size-first < 256 {
			width = int(size - first)
		}
		data, err := os.ReadFile(filepath.Join(root, path("entries", first/256, width)))
		if err != nil {
			return nil, err
		}
		for len(data) >= 2 {
			length := int(binary.BigEndian.Uint16(data))
			if len(data) < 2+length {
				return nil, errors.New("a bundle ends in the middle of an entry")
			}
			all = append(all, data[2:2+length])
			data = data[2+length:]
		}
	}
	return all, nil
}

func check(root, key string) (int64, error) {
	verifier, err := note.NewVerifier(key)
	if err != nil {
		return 0, err
	}
	data, err := os.ReadFile(filepath.Join(root, "checkpoint"))
	if err != nil {
		return 0, err
	}
	opened, err := note.Open(data, note.VerifierList(verifier))
	if err != nil {
		return 0, err
	}
	lines := strings.Split(opened.Text, "\n")
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return 0, err
	}
	hash, err := tlog.ParseHash(lines[2])
	if err != nil {
		return 0, err
	}
	tree := tlog.Tree{N: size, Hash: hash}
	reader := tlog.TileHashReader(tree, folder{root})
	all, err := entries(root, size)
	if err != nil {
		return 0, err
	}
	if int64(len(all)) != size {
		return 0, errors.New("there are not as many entries as the checkpoint says")
	}
	for at, entry := range all {
		proof, err := tlog.ProveRecord(size, int64(at), reader)
		if err != nil {
			return 0, err
		}
		if err := tlog.CheckRecord(proof, size, hash, int64(at), tlog.RecordHash(entry)); err != nil {
			return 0, err
		}
	}
	return size, nil
}

func main() {
	size, err := check(os.Args[1], os.Args[2])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println(size)
}
