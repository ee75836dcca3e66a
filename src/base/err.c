/* SPDX-License-Identifier: Apache-2.0
 *
 * err: errors that carry their story.
 *
 * An error is a chain: the outermost sentence first, each with the place it knows, each because of
 * the next. For a person it is printed as
 *
 *     file:line:column: field: message
 *       because: file:line:column: field: message
 *
 * with the unknown parts left out, and for a program as one problem+json object (RFC 9457) with
 * the causes nested in "cause". Messages and places quote bytes of foreign files, so in the text
 * form nothing that could steer a terminal or fake a further line gets through: control characters
 * and the bidirectional overrides are written as \u001b and so on, malformed UTF-8 as U+FFFD.
 *
 * The wire form, by which a jailed child tells its parent (all numbers LEB128):
 *
 *     count                  errors in the chain, 1..LIMIT_CAUSES, outermost first
 *     count times:
 *       code                 enum tocsin_code, not TOCSIN_OK
 *       line, column         0: not known
 *       file, field          length + 1 and the bytes; 0: not known
 *       message              length + 1 and the bytes; never 0
 *
 * No string holds a NUL, and nothing follows. Parent and child are one binary, so there is no
 * version. A chain longer than LIMIT_CAUSES is packed without its innermost causes.
 */
#include "base/base.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>

#define CODES_END (TOCSIN_ERR_UNSUPPORTED + 1)
#define TYPE_PREFIX "tag:tocsin,2026:error/"

struct tocsin_err {
    enum tocsin_code code;
    char *message, *file, *field;
    uint64_t line, column;
    struct tocsin_err *cause;
    struct printed *printed;
};

/* The two printed forms, made when first asked for: the getters take a const error. */
struct printed {
    struct buf text, json;
};

/* ---- the table of codes ------------------------------------------------------------------- */

const char *tocsin_code_name(enum tocsin_code code)
{
    switch (code) {
    case TOCSIN_OK:
        return "ok";
#define X(constant, name, title, meaning)                                                          \
    case TOCSIN_ERR_##constant:                                                                    \
        return name;
        TOCSIN_ERROR_TABLE(X)
#undef X
    }
    return "unknown";
}

const char *tocsin_code_title(enum tocsin_code code)
{
    switch (code) {
    case TOCSIN_OK:
        return "success";
#define X(constant, name, title, meaning)                                                          \
    case TOCSIN_ERR_##constant:                                                                    \
        return title;
        TOCSIN_ERROR_TABLE(X)
#undef X
    }
    return "unknown error";
}

/* ---- making ------------------------------------------------------------------------------- */

/* Takes the message over. */
static struct tocsin_err *make(enum tocsin_code code, char *message)
{
    struct tocsin_err *err = mem_zero(1, sizeof(*err));

    assert(code != TOCSIN_OK);
    err->code = code;
    err->message = message;
    err->printed = mem_zero(1, sizeof(*err->printed));
    return err;
}

static char *copy_span(struct span s)
{
    char *copy = mem_alloc(s.n + 1);

    if (s.n)
        memcpy(copy, s.p, s.n);
    copy[s.n] = '\0';
    return copy;
}

/* What vsnprintf prints, with 'tail' behind it. */
static TOCSIN_PRINTF(1, 0) char *format(const char *fmt, va_list args, const char *tail)
{
    size_t tail_size = strlen(tail) + 1;
    va_list again;
    char *message;
    int n;

    va_copy(again, args);
    n = vsnprintf(NULL, 0, fmt, again);
    va_end(again);
    assert(n >= 0);
    message = mem_alloc((size_t)n + tail_size);
    vsnprintf(message, (size_t)n + 1, fmt, args);
    memcpy(message + n, tail, tail_size);
    return message;
}

struct tocsin_err *err_new(enum tocsin_code code, const char *fmt, ...)
{
    va_list args;
    char *message;

    va_start(args, fmt);
    message = format(fmt, args, "");
    va_end(args);
    return make(code, message);
}

struct tocsin_err *err_errno(const char *fmt, ...)
{
    char reason[128], tail[160];
    int number = errno;
    va_list args;
    char *message;

    snprintf(tail, sizeof(tail), ": %s", strerror_r(number, reason, sizeof(reason)));
    va_start(args, fmt);
    message = format(fmt, args, tail);
    va_end(args);
    return make(TOCSIN_ERR_IO, message);
}

/* The printed forms are out of date once the error changes. */
static void forget_printed(struct tocsin_err *err)
{
    buf_free(&err->printed->text);
    buf_free(&err->printed->json);
}

struct tocsin_err *err_at(struct tocsin_err *err, const char *file, uint64_t line, uint64_t column,
                          const char *field)
{
    if (!err)
        return NULL;
    forget_printed(err);
    if (!err->file && file)
        err->file = copy_span(span_of(file));
    if (!err->line)
        err->line = line;
    if (!err->column)
        err->column = column;
    if (!err->field && field)
        err->field = copy_span(span_of(field));
    return err;
}

struct tocsin_err *err_because(struct tocsin_err *cause, const char *fmt, ...)
{
    struct tocsin_err *err;
    va_list args;

    va_start(args, fmt);
    err = make(cause->code, format(fmt, args, ""));
    va_end(args);
    err->cause = cause;
    return err;
}

void tocsin_err_free(struct tocsin_err *err)
{
    while (err) {
        struct tocsin_err *cause = err->cause;

        forget_printed(err);
        mem_free(err->printed);
        mem_free(err->message);
        mem_free(err->file);
        mem_free(err->field);
        mem_free(err);
        err = cause;
    }
}

/* ---- asking ------------------------------------------------------------------------------- */

enum tocsin_code tocsin_err_code(const struct tocsin_err *err)
{
    return err ? err->code : TOCSIN_OK;
}

struct tocsin_place tocsin_err_place(const struct tocsin_err *err)
{
    return (struct tocsin_place){err->file, err->line, err->column, err->field};
}

/* Controls, and the overrides and isolates that turn text around on a screen. */
static bool steers_terminal(uint32_t cp)
{
    return cp < 0x20 || (cp >= 0x7f && cp < 0xa0) || (cp >= 0x2028 && cp <= 0x202e) ||
           (cp >= 0x2066 && cp <= 0x2069);
}

static void put_visible(struct buf *out, const char *text)
{
    struct span s = span_of(text);
    char bytes[4];

    while (s.n) {
        uint32_t cp = utf8_next(&s);

        if (steers_terminal(cp))
            buf_printf(out, "\\u%04x", (unsigned)cp);
        else
            buf_put(out, bytes, utf8_put(bytes, cp));
    }
}

static void put_place(struct buf *out, const struct tocsin_err *err)
{
    if (err->file) {
        put_visible(out, err->file);
        buf_str(out, err->line ? ":" : ": ");
    } else if (err->line) {
        buf_str(out, "line ");
    }
    if (err->line)
        buf_printf(out, "%llu", (unsigned long long)err->line);
    if (err->line && err->column)
        buf_printf(out, ":%llu", (unsigned long long)err->column);
    if (err->line)
        buf_str(out, ": ");
    if (err->field) {
        put_visible(out, err->field);
        buf_str(out, ": ");
    }
}

const char *tocsin_err_text(const struct tocsin_err *err)
{
    struct buf *out;

    if (!err)
        return "";
    out = &err->printed->text;
    if (out->n)
        return buf_cstr(out);
    for (const struct tocsin_err *e = err; e; e = e->cause) {
        if (e != err)
            buf_str(out, "\n  because: ");
        put_place(out, e);
        put_visible(out, *e->message ? e->message : tocsin_code_title(e->code));
    }
    return buf_cstr(out);
}

static void put_member(struct buf *out, const char *name, const char *value)
{
    if (!value)
        return;
    buf_printf(out, ",\"%s\":", name);
    buf_json(out, span_of(value));
}

static void put_number(struct buf *out, const char *name, uint64_t value)
{
    if (value)
        buf_printf(out, ",\"%s\":%llu", name, (unsigned long long)value);
}

/* Everything but the closing brace: the cause goes before it. */
static void put_problem(struct buf *out, const struct tocsin_err *err)
{
    buf_printf(out, "{\"type\":\"" TYPE_PREFIX "%s\"", tocsin_code_name(err->code));
    put_member(out, "title", tocsin_code_title(err->code));
    put_member(out, "detail", err->message);
    put_member(out, "file", err->file);
    put_number(out, "line", err->line);
    put_number(out, "column", err->column);
    put_member(out, "field", err->field);
}

const char *tocsin_err_json(const struct tocsin_err *err)
{
    struct buf *out;

    if (!err)
        return "null";
    out = &err->printed->json;
    if (out->n)
        return buf_cstr(out);
    for (const struct tocsin_err *e = err; e; e = e->cause) {
        if (e != err)
            buf_str(out, ",\"cause\":");
        put_problem(out, e);
    }
    for (const struct tocsin_err *e = err; e; e = e->cause)
        buf_char(out, '}');
    return buf_cstr(out);
}

/* ---- the wire form ------------------------------------------------------------------------ */

static void pack_text(struct buf *out, const char *text)
{
    size_t n = text ? strlen(text) : 0;

    buf_varint(out, text ? n + 1 : 0);
    buf_put(out, text, n);
}

void err_pack(const struct tocsin_err *err, struct buf *out)
{
    size_t count = 0;

    for (const struct tocsin_err *e = err; e && count < LIMIT_CAUSES; e = e->cause)
        count++;
    buf_varint(out, count);
    for (; count > 0; count--, err = err->cause) {
        buf_varint(out, (uint64_t)err->code);
        buf_varint(out, err->line);
        buf_varint(out, err->column);
        pack_text(out, err->file);
        pack_text(out, err->field);
        pack_text(out, err->message);
    }
}

/* '*text' is a copy, or NULL when the writer did not know it. */
static bool unpack_text(struct span *bytes, char **text)
{
    uint64_t length;
    struct span s;

    if (!span_varint(bytes, &length))
        return false;
    if (length == 0)
        return true;
    if (length - 1 > bytes->n)
        return false;
    s = span_slice(*bytes, 0, (size_t)length - 1);
    if (span_find(s, '\0') < s.n)
        return false;
    *text = copy_span(s);
    *bytes = span_from(*bytes, s.n);
    return true;
}

/* One link of the chain into '*out', which the caller frees whether it is whole or not. */
static bool unpack_one(struct span *bytes, struct tocsin_err **out)
{
    struct tocsin_err *err;
    uint64_t code;

    if (!span_varint(bytes, &code) || code == TOCSIN_OK || code >= CODES_END)
        return false;
    *out = err = make((enum tocsin_code)code, NULL);
    return span_varint(bytes, &err->line) && span_varint(bytes, &err->column) &&
           unpack_text(bytes, &err->file) && unpack_text(bytes, &err->field) &&
           unpack_text(bytes, &err->message) && err->message;
}

struct tocsin_err *err_unpack(struct span bytes)
{
    struct tocsin_err *first = NULL, **link = &first;
    uint64_t count;
    bool good;

    good = span_varint(&bytes, &count) && count >= 1 && count <= LIMIT_CAUSES;
    for (; good && count > 0; count--) {
        good = unpack_one(&bytes, link);
        if (good)
            link = &(*link)->cause;
    }
    if (good && bytes.n == 0)
        return first;
    tocsin_err_free(first);
    return err_new(TOCSIN_ERR_CORRUPT, "a packed error does not have the form it must have");
}
