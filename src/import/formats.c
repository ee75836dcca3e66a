/* SPDX-License-Identifier: Apache-2.0
 *
 * The table of formats, and finding the one that fits a file.
 *
 * The head that is looked at was decoded in the jail: the parent never inflates or parses anything.
 */
#include "emit.h"
#include "source.h"

const struct format formats[] = {
#define FORMAT(name, title, dataset, sniff, parse) {{name, title, dataset}, sniff, parse},
#include "format.def"
#undef FORMAT
    {{NULL, NULL, NULL}, NULL, NULL},
};

const struct import_format *import_format_at(size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (!formats[k].show.name)
            return NULL;
    return formats[i].show.name ? &formats[i].show : NULL;
}

const struct format *format_find(const char *name)
{
    for (const struct format *f = formats; f->show.name; f++)
        if (strcmp(f->show.name, name) == 0)
            return f;
    return NULL;
}

/* ---- looking at a head ----------------------------------------------------------------------- */

struct span head_line(struct span head)
{
    struct span line = SPAN("");
    while (span_split(&head, '\n', &line)) {
        line = span_trim(line);
        if (line.n)
            return line;
    }
    return SPAN("");
}

/* Behind what begins at 'at' and ends with 'end'. */
static struct span behind(struct span s, struct span end)
{
    size_t at = span_find_span(s, end);
    return at == s.n ? SPAN("") : span_from(s, at + end.n);
}

static bool name_byte(char c)
{
    return c != ' ' && c != '\t' && c != '\r' && c != '\n' && c != '>' && c != '/' && c != '=';
}

/* Behind a declaration "<!DOCTYPE name SYSTEM "..." [ ... ]>": quotes and brackets may hide its
 * end. */
static struct span behind_doctype(struct span s)
{
    char quote = 0;
    bool inside = false;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (quote)
            quote = c == quote ? 0 : quote;
        else if (c == '"' || c == '\'')
            quote = c;
        else if (c == '[' || c == ']')
            inside = c == '[';
        else if (c == '>' && !inside)
            return span_from(s, i + 1);
    }
    return SPAN("");
}

/* Skips what may stand before the root element. '*doctype' is where a document type begins, and
 * empty when there is none. */
static struct span skip_prolog(struct span head, struct span *doctype)
{
    *doctype = SPAN("");
    for (;;) {
        head = span_trim(head);
        if (head.n < 2 || head.p[0] != '<')
            return SPAN("");
        if (span_starts(head, SPAN("<!--"))) {
            head = behind(head, SPAN("-->"));
        } else if (head.p[1] == '?') {
            head = behind(head, SPAN("?>"));
        } else if (head.p[1] == '!') {
            *doctype = head;
            head = behind_doctype(head);
        } else {
            return head;
        }
    }
}

struct span head_xml_root(struct span head)
{
    struct span doctype;
    head = skip_prolog(head, &doctype);
    if (head.n == 0)
        return head;
    size_t n = 1;
    while (n < head.n && name_byte(head.p[n]))
        n++;
    struct span name = span_slice(head, 1, n - 1);
    size_t colon = span_find(name, ':');
    return colon < name.n ? span_from(name, colon + 1) : name;
}

static bool has_nul(struct span s)
{
    return s.n && memchr(s.p, 0, s.n);
}

/* What a file that fits no format seems to be, for the message. */
static const char *guess(struct span head)
{
    struct span line = head_line(head), root = head_xml_root(head);
    if (span_starts(head, SPAN("PK\x03\x04")))
        return "a ZIP archive or a spreadsheet: save the table as CSV or unpack it";
    if (span_starts(head, SPAN("%PDF")))
        return "a PDF document";
    if (span_eq_nocase(root, SPAN("html")) ||
        span_eq_nocase(span_slice(line, 0, 14), SPAN("<!doctype html")))
        return "a web page: the download may have failed";
    if (root.n)
        return "XML of another kind";
    if (has_nul(head))
        return "binary data";
    if (line.n && (line.p[0] == '{' || line.p[0] == '['))
        return "JSON of another kind";
    return "text without a heading row that names a person";
}

/* XML that declares a document type, and no web page. */
static struct tocsin_err *refuse_doctype(struct span head, const char *file)
{
    struct span doctype;
    skip_prolog(head, &doctype);
    if (!span_starts(doctype, SPAN("<!DOCTYPE")) ||
        span_eq_nocase(span_slice(doctype, 0, 14), SPAN("<!doctype html")))
        return NULL;
    uint64_t line = 1, column = 1;
    for (const char *p = head.p; p < doctype.p; p++) {
        column = *p == '\n' ? 1 : column + 1;
        line += *p == '\n';
    }
    return err_at(err_new(TOCSIN_ERR_PARSE, DOCTYPE_REFUSED), file, line, column, NULL);
}

static struct tocsin_err *unknown(const struct source *in, struct reader *r, struct span head)
{
    TRY(reader_stuck(r));
    TRY(refuse_doctype(head, in->file[0].name));
    struct tocsin_err *err;
    struct span root = head_xml_root(head);
    if (head.n == 0)
        err = err_new(TOCSIN_ERR_FORMAT, "the file is empty");
    else if (root.n)
        err = err_new(TOCSIN_ERR_FORMAT, "no known format: the root element is <%.*s> (%s)",
                      SPAN_ARG(span_slice(root, 0, 60)), guess(head));
    else
        err = err_new(TOCSIN_ERR_FORMAT, "no known format: it looks like %s", guess(head));
    return err_at(err, in->file[0].name, 0, 0, NULL);
}

static const struct format *fitting(struct span head)
{
    for (const struct format *f = formats; f->show.name; f++)
        if (f->sniff(head))
            return f;
    return NULL;
}

struct tocsin_err *emitter_run(struct emitter *e, struct source *in, const struct format *format,
                               bool detect_only)
{
    struct reader *r = source_reader(in, "");
    struct frame_writer *to = emitter_writer(e);
    struct span head = reader_head(r);
    emitter_name(e, in->file[0].name);
    if (!format && in->map) /* only tables have headings to map */
        format = format_find("persons-csv");
    if (!format)
        format = fitting(head);
    if (!format)
        return unknown(in, r, head);
    TRY(frame_put(to, FRAME_FORMAT, span_of(format->show.name)));
    if (in->dataset && strcmp(in->format, format->show.name) == 0)
        emit_dataset(e, span_of(in->dataset));
    return detect_only ? NULL : format->parse(in, e);
}
