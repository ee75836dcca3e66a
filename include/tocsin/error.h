/* SPDX-License-Identifier: Apache-2.0
 *
 * tocsin/error.h: what went wrong, where, and because of what.
 *
 * Every function of tocsin that can fail returns a struct tocsin_err pointer: NULL is success,
 * anything else is an error that the caller owns and must either pass on or free. The compiler
 * warns when the result is dropped.
 *
 *     struct tocsin_err *err = tocsin_open(home, &node);
 *     if (err) {
 *         fprintf(stderr, "%s\n", tocsin_err_text(err));
 *         tocsin_err_free(err);
 *     }
 *
 * An error carries a code from one table (below), a sentence for a person, a place (file,
 * line, column, field; whichever are known) and its cause. The code decides the exit status of
 * the program and, later, the HTTP status; the sentence is for reading only.
 *
 * Memory exhaustion is not an error of this kind. See tocsin_on_out_of_memory().
 */
#ifndef TOCSIN_ERROR_H
#define TOCSIN_ERROR_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#pragma GCC visibility push(default) /* the library is built with everything else hidden */

#define TOCSIN_MUST_USE __attribute__((warn_unused_result))
#define TOCSIN_PRINTF(fmt, first) __attribute__((format(printf, fmt, first), nonnull(fmt)))

/* The codes; TOCSIN_OK is never the code of an error object. The table is printed here so that
 * a C compiler needs no other file. Keep it in step with nothing: it is the only copy. */
#define TOCSIN_ERROR_TABLE(X)                                                                      \
    /* constant, stable name, title (problem+json), what it means */                               \
    X(USAGE, "usage", "usage", "the call or command line is not understood")                       \
    X(NOT_FOUND, "not-found", "not found", "a file, dataset, entity or setting does not exist")    \
    X(EXISTS, "exists", "exists already", "that name is taken and may not be replaced")            \
    X(FORMAT, "format", "unknown format", "no published format fits the file")                     \
    X(PARSE, "parse", "bad input", "a file in a known format breaks its rules at the place named") \
    X(LIMIT, "limit", "limit", "an input exceeds a limit that limit.h names")                      \
    X(CHANGED, "changed", "changed while read", "a source file was modified during the import")    \
    X(IO, "io", "input/output", "the operating system refused to read, write or lock")             \
    X(JAIL, "jail", "jail", "no seccomp or Landlock here, or the jailed parser broke out")         \
    X(CORRUPT, "corrupt", "corrupt", "stored data has not the form or the hash that it must have") \
    X(BUSY, "busy", "busy", "another process is writing to the same home")                         \
    X(UNSUPPORTED, "unsupported", "unsupported", "this build or this version cannot do it")

enum tocsin_code {
    TOCSIN_OK,
#define X(constant, name, title, meaning) TOCSIN_ERR_##constant,
    TOCSIN_ERROR_TABLE(X)
#undef X
};

struct tocsin_err;

enum tocsin_code tocsin_err_code(const struct tocsin_err *err);

/* One or more lines for a person: "file:line:column: field: what; because ...".
 * Lives as long as 'err'. */
const char *tocsin_err_text(const struct tocsin_err *err);

/* The same as a problem+json object (RFC 9457): type, title, detail, place, cause.
 * Lives as long as 'err'. */
const char *tocsin_err_json(const struct tocsin_err *err);

/* Where it happened. A member that is not known is NULL or 0. Lines and columns count from 1. */
struct tocsin_place {
    const char *file;
    uint64_t line;
    uint64_t column;
    const char *field;
};
struct tocsin_place tocsin_err_place(const struct tocsin_err *err);

/* The stable name of a code ("parse") and its title ("bad input"). */
const char *tocsin_code_name(enum tocsin_code code);
const char *tocsin_code_title(enum tocsin_code code);

void tocsin_err_free(struct tocsin_err *err); /* NULL is fine */

/* When an allocation fails there is nothing left to build an error from, and a half-built index
 * or record must not go on. tocsin calls 'hook', which must not return; the default prints one
 * line and leaves with exit status 3. Everything on disk is written by rename or transaction, so
 * the next start finds the state before the unit of work that ran out of memory. */
void tocsin_on_out_of_memory(void (*hook)(void));

#pragma GCC visibility pop

#ifdef __cplusplus
}
#endif
#endif
