/* SPDX-License-Identifier: Apache-2.0
 *
 * Cutting texts into words, on top of how names are folded (name/fold.h). That looks at one name;
 * longer texts are given to it in pieces that end at a blank.
 */
#include "search/token.h"

#include "name/fold.h"
#include "name/script.h"
#include "store/words.h"

enum { PIECE = LIMIT_NAME_BYTES - 8 };

static bool without_blanks(enum script s)
{
    return s == SCRIPT_HAN || s == SCRIPT_KANA || s == SCRIPT_THAI || s == SCRIPT_LAO ||
           s == SCRIPT_KHMER || s == SCRIPT_MYANMAR;
}

/* The end of the piece that begins 'text': at a blank if there is one, else between characters. */
static size_t piece_end(struct span text)
{
    size_t n = PIECE;

    if (text.n <= PIECE)
        return text.n;
    while (n > PIECE / 2 && (unsigned char)text.p[n] > ' ')
        n--;
    if (n > PIECE / 2)
        return n;
    for (n = PIECE; n > PIECE - 4 && ((unsigned char)text.p[n] & 0xc0) == 0x80; n--)
        ;
    return n;
}

struct pieces {
    struct arena *arena;
    struct raw words[PIECE];
    struct span rest;
};

/* The words of the next piece; false at the end. */
static bool next_piece(struct pieces *p, size_t *n)
{
    struct span piece = span_slice(p->rest, 0, piece_end(p->rest));

    if (p->rest.n == 0)
        return false;
    p->rest = span_from(p->rest, piece.n);
    *n = fold_words(p->arena, piece, p->words, ARRAY_LEN(p->words));
    return true;
}

static void sign_before(struct buf *out, char sign, size_t from)
{
    if (out->n > from)
        buf_char(out, sign);
}

/* Is this a mark that belongs to the letter before it? Those of the scripts without blanks. */
static bool is_mark(uint32_t c)
{
    return (c >= 0xe31 && c <= 0xe3a && c != 0xe32 && c != 0xe33) || (c >= 0xe47 && c <= 0xe4e) ||
           (c >= 0xeb1 && c <= 0xebc && c != 0xeb2 && c != 0xeb3) || (c >= 0xec8 && c <= 0xece) ||
           (c >= 0x17b4 && c <= 0x17d3) || (c >= 0x102b && c <= 0x103e) || c == 0x30fc ||
           (c >= 0x3099 && c <= 0x309a);
}

static size_t put_letters(struct span word, struct buf *out)
{
    size_t n = 0;

    while (word.n) {
        uint32_t c = han_simplified(utf8_next(&word));
        char text[4];

        if (n == 0 || !is_mark(c)) {
            sign_before(out, WORDS_NEXT, 0);
            n++;
        }
        buf_put(out, text, utf8_put(text, c));
    }
    return n;
}

static size_t put_word(const struct raw *w, struct buf *out)
{
    char roman[WORD_MAX];
    size_t n;

    if (without_blanks(w->script))
        return put_letters(w->form, out);
    n = romanise(w->script, w->form, roman);
    sign_before(out, WORDS_NEXT, 0);
    if (w->script == SCRIPT_LATIN || w->script == SCRIPT_NONE) {
        buf_put(out, n ? roman : w->form.p, n ? n : w->form.n);
        return 1;
    }
    buf_span(out, w->form);
    if (n && !span_eq(w->form, (struct span){roman, n})) {
        buf_char(out, WORDS_OR);
        buf_put(out, roman, n);
    }
    return 1;
}

size_t tokens_put(struct arena *a, struct span text, struct buf *out)
{
    struct pieces p;
    size_t words, n = 0;

    p.arena = a;
    p.rest = text;
    while (next_piece(&p, &words))
        for (size_t i = 0; i < words; i++)
            n += put_word(&p.words[i], out);
    return n;
}

static void put_plain(const struct raw *w, bool roman, struct buf *out)
{
    char text[WORD_MAX];
    size_t n = 0;

    if (roman || w->script == SCRIPT_LATIN)
        n = romanise(w->script, w->form, text);
    buf_put(out, n ? text : w->form.p, n ? n : w->form.n);
}

void tokens_plain(struct arena *a, struct span text, bool roman, struct buf *out)
{
    size_t from = out->n, words;
    struct pieces p;

    p.arena = a;
    p.rest = text;
    while (next_piece(&p, &words)) {
        for (size_t i = 0; i < words; i++) {
            sign_before(out, ' ', from);
            put_plain(&p.words[i], roman, out);
        }
    }
}
