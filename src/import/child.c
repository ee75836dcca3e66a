/* SPDX-License-Identifier: Apache-2.0
 *
 * The jailed child.
 *
 *   warm up -> fork -> signals to default -> close descriptors -> jail -> parse -> END or ERROR
 *
 * The parent warms up before it forks, in the thread that forks: then what other threads are doing
 * to a library at that moment is never the first use of it, which could be left half-done in the
 * child.
 *
 * It is a copy of its parent and never execs, so it has the parent's memory; what it can do with it
 * is to write to one pipe, whose other end believes nothing.
 */
#include "child.h"

#include "emit.h"
#include "jail.h"
#include "person_layout.h"

#include <jansson.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <limits.h>
#include <malloc.h>
#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

/* ---- getting ready --------------------------------------------------------------------------- */

static void out_of_memory(void)
{
    _exit(CHILD_OUT_OF_MEMORY);
}

/* The parent's handlers would run here on the parent's behalf. A sanitizer keeps those that it
 * reports with. */
static void reset_signals(void)
{
    static const int report[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};
    sigset_t none;
    for (int s = 1; s < 32; s++) {
        bool keep = false;
        for (size_t i = 0; i < ARRAY_LEN(report); i++)
            keep = keep || s == report[i];
        if (!keep)
            signal(s, SIG_DFL);
    }
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
}

static void warm_record(void)
{
    struct arena *a = arena_new();
    struct buf packed = {0};
    struct record *r = record_new(a, SCHEMA_Person, SPAN("warm"));
    record_add(r, PROP_name, SPAN("Ame\xcc\x81lie \xd0\xa4 \xd8\xb9 \xe5\x90\x8d"));
    record_add(r, PROP_birthDate, SPAN("14 Mar 1961"));
    record_add(r, PROP_nationality, SPAN("C\xc3\xb4te d'Ivoire"));
    record_add_countries(r, PROP_country, SPAN("Malta; Italy"));
    record_add(r, PROP_gender, SPAN("female"));
    tocsin_err_free(record_finish(r));
    record_pack(r, &packed);
    buf_free(&packed);
    arena_free(a);
}

static void warm_libraries(void)
{
    json_object_seed(0); /* for the whole process; the order of members does not depend on it */
    json_t *v = json_loads("{\"a\":[1.5,\"\\u00e9\"]}", 0, NULL);
    json_decref(v);
    xmlInitParser();
    static const char text[] = "<a b='&#233;'>\xc3\xa9</a>";
    xmlParserCtxtPtr x = xmlCreatePushParserCtxt(NULL, NULL, NULL, 0, NULL);
    if (x) {
        xmlSwitchEncoding(x, XML_CHAR_ENCODING_UTF8);
        xmlParseChunk(x, text, (int)sizeof(text) - 1, 1);
        xmlFreeDoc(x->myDoc);
        xmlFreeParserCtxt(x);
    }
    (void)clock_ticks();
}

static void warm_headings(void)
{
    struct arena *a = arena_new();
    person_heading_fold(a, SPAN("Pr\xc3\xa9nom"));
    arena_free(a);
}

void child_warm_up(void)
{
    warm_record();
    warm_headings();
    warm_libraries();
}

/* glibc asks the file system for its policy when it gives memory of a thread back. */
static void keep_memory(void)
{
    mallopt(M_TRIM_THRESHOLD, INT_MAX);
}

/* ---- parsing --------------------------------------------------------------------------------- */

static struct tocsin_err *parse(struct child_job *job, struct frame_writer *w, struct emitter *e)
{
    const char *lacks;
    TRY(jail_enter(job->request->no_jail, &lacks));
    if (lacks)
        emit_note(e, "no full jail: %s", lacks);
    else
        TRY(frame_put(w, FRAME_JAILED, SPAN("")));
    job->source->out = e;
    return emitter_run(e, job->source, job->format, job->detect_only);
}

static void take_descriptors(struct child_job *job, int out)
{
    int keep[SOURCE_FILES_MAX + 1];
    size_t n = job->source->n;
    for (size_t i = 0; i < n; i++)
        keep[i] = job->source->file[i].fd = job->fd[i];
    keep[n] = out;
    jail_close_fds(keep, n + 1);
}

_Noreturn void child_main(struct child_job *job, int out)
{
    tocsin_on_out_of_memory(out_of_memory);
    reset_signals();
    take_descriptors(job, out);
    keep_memory();
    struct frame_writer w = {.fd = out, .block = buf_max(FRAME_MAX + 2 * FRAME_BLOCK)};
    struct emitter *e = emitter_new(&w, job->request->skip_bad);
    struct tocsin_err *err = parse(job, &w, e);
    err = err ? emitter_error(e, err) : emitter_end(e);
    _exit(err ? 2 : 0);
}
