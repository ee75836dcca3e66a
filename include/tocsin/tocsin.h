/* SPDX-License-Identifier: Apache-2.0
 *
 * tocsin.h: the library of tocsin.
 *
 * A node is one home folder: lists loaded into a store, an index made from them, and the source
 * files by hash. Open it, load lists, and ask whether a person, organisation, vessel or other
 * entity is on one of them, in any script and spelling, and why.
 *
 *     struct tocsin_node *node;
 *     struct tocsin_query *query;
 *     struct tocsin_results *results;
 *
 *     tocsin_open("/var/lib/tocsin", TOCSIN_READ, &node);
 *     tocsin_query_new("Person", &query);
 *     tocsin_query_add(query, "name", "Ferdik Quentabri");
 *     tocsin_query_add(query, "birthDate", "1961");
 *     tocsin_screen(node, query, NULL, &results);
 *     for (size_t i = 0; i < tocsin_results_count(results); i++)
 *         printf("%.2f %s\n", tocsin_result_score(results, i), tocsin_result_caption(results, i));
 *
 * (Each call returns an error to check; see tocsin/error.h.)
 *
 * The home
 *
 *     store.db          datasets and every version of every entity (SQLite): the truth
 *     sources/<sha256>  source files as they were read
 *     index/            made from the store; may be deleted, `rebuild` makes it again
 *     lock              held by the one writer
 *     node.yaml         settings of the program; the library does not read it
 *
 * Ownership. What tocsin_..._new or an output parameter gives you is yours to free with the
 * function of the same noun. Strings that a getter returns live as long as the object asked.
 * Everything is UTF-8.
 *
 * Threads. A node opened for reading may be used by many threads at once: tocsin_screen takes no
 * lock, tocsin_search one for a moment. tocsin_import, tocsin_rebuild and the freeing of a node
 * need it to themselves. A query or a results object belongs to one thread at a time.
 *
 * Versions. The soname changes when this interface breaks; until 1.0 it may.
 */
#ifndef TOCSIN_TOCSIN_H
#define TOCSIN_TOCSIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tocsin/error.h"

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default) /* the library is built with everything else hidden */

/* "0.1.0", of the library that is running. */
const char *tocsin_version(void);

/* ---- node ---------------------------------------------------------------------------------- */

struct tocsin_node;

enum tocsin_mode {
    TOCSIN_READ,  /* the home exists; many processes at once */
    TOCSIN_WRITE, /* the home exists; one process, TOCSIN_ERR_BUSY for the second */
    TOCSIN_INIT   /* makes the home (mode 0700); TOCSIN_ERR_EXISTS when it is one already */
};

/* 'home' NULL: $TOCSIN_HOME, else $XDG_DATA_HOME/tocsin, else ~/.local/share/tocsin. */
struct tocsin_err *tocsin_open(const char *home, enum tocsin_mode mode, struct tocsin_node **out)
    TOCSIN_MUST_USE;
void tocsin_close(struct tocsin_node *node); /* NULL is fine */
const char *tocsin_home(const struct tocsin_node *node);
/* Where tocsin_open would look for 'home' (NULL as there); the caller frees it. */
char *tocsin_home_path(const char *home);

/* ---- import -------------------------------------------------------------------------------- */

struct tocsin_progress {
    const char *file;                  /* being read, or NULL once read */
    const char *step;                  /* "reading", "indexing" */
    uint64_t bytes, bytes_total;
    uint64_t records;
};

struct tocsin_import_options {
    const char *dataset;   /* NULL: the format's usual name, else the file's name */
    const char *format;    /* NULL: found by content */
    const char *version;   /* publisher's version that it leads to, where the file does not say */
    const char *origin;    /* what is kept as its path, such as a URL; NULL: the path */
    const char *by;        /* who imports, kept with the import; NULL: nobody says */
    uint64_t skip_bad;     /* unreadable records to accept */
    bool no_jail;
    const char *const *map; /* "column=Heading", NULL-terminated, for plain CSV; or NULL */
    void *ctx;
    void (*progress)(void *ctx, const struct tocsin_progress *p); /* or NULL */
    void (*note)(void *ctx, const char *text);                    /* or NULL */
    void (*bad)(void *ctx, const struct tocsin_err *why);         /* or NULL: one skipped record */
};

struct tocsin_import_report {
    char dataset[128];
    char format[32];
    char version[40];            /* the publisher's date of the list, or empty */
    char sha256[65];             /* of the (first) source file */
    bool same;                   /* the same content as last time: nothing was done */
    uint64_t entities, names;    /* now present in the dataset; names of all its entities */
    uint64_t added, changed, removed, unchanged, skipped;
    double seconds, read_seconds;
    struct {
        char script[24];         /* ICU's name: "Latin", "Arabic", ... */
        uint64_t names;
    } scripts[16];               /* most frequent first; ends with an empty one */
};

/* Loads one list (a file or a known set in a folder). All or nothing: also when the process is
 * killed, the dataset is as it was or as the file has it. */
struct tocsin_err *tocsin_import(struct tocsin_node *node, const char *path,
                                 const struct tocsin_import_options *options /* or NULL */,
                                 struct tocsin_import_report *out) TOCSIN_MUST_USE;

/* ---- update -------------------------------------------------------------------------------- */

/* What came of one dataset. */
struct tocsin_updated {
    const char *dataset, *title; /* of a catalog that could not be read: its URL */
    const char *action;     /* "current", "full", "deltas" or "failed" */
    const char *from, *to;  /* versions; empty: not known */
    size_t deltas;          /* that were applied, or with 'check' would be */
    uint64_t added, changed, removed, entities;
    double seconds;
    const struct tocsin_err *problem; /* of "failed" */
};

struct tocsin_update_options {
    const char *manifest;        /* file or URL: which lists are wanted (YAML or JSON) */
    const char *const *datasets; /* only these of it, NULL-terminated; NULL: all */
    bool full;                   /* load whole files, whatever is loaded */
    bool check;                  /* load nothing: only say what would be */
    bool no_jail;
    uint64_t skip_bad;           /* unreadable records to accept in each file */
    const char *proxy;           /* NULL: as http_proxy and the like say */
    const char *token;           /* for publishers that the manifest has no token for; or NULL */
    bool no_deltas;              /* load what is new whole */
    bool no_checksums;           /* take a file also where its checksum differs */
    uint64_t most_bytes;         /* of one file; 0: 32 GiB */
    unsigned silence_seconds;    /* without a byte, before a fetch is given up; 0: 60 */
    void *ctx;
    void (*progress)(void *ctx, const struct tocsin_progress *p); /* or NULL */
    void (*note)(void *ctx, const char *text);                    /* or NULL */
    void (*bad)(void *ctx, const struct tocsin_err *why);         /* or NULL */
    void (*done)(void *ctx, const struct tocsin_updated *what);   /* each dataset; or NULL */
};

/* Brings the lists that a manifest names up to date: by the changes that lead there where the
 * publisher has them, else whole. One that fails leaves the others alone, and stays at the version
 * that it got to. '*failed' counts those; the error is of the manifest itself. */
struct tocsin_err *tocsin_update(struct tocsin_node *node,
                                 const struct tocsin_update_options *options,
                                 size_t *failed) TOCSIN_MUST_USE;

/* ---- what is loaded ------------------------------------------------------------------------- */

struct tocsin_dataset {
    const char *name, *format, *sha256, *path;
    const char *version;  /* as the file says, else 'loaded' */
    int64_t imported_at;  /* seconds since 1970, UTC */
    uint64_t generation;  /* counts imports that changed something */
    uint64_t entities, targets, names;
    const char *title;    /* the publisher's, else the usual one, else the name */
    const char *loaded;   /* the version that an import was given (tocsin_import_options), or "" */
    const char *about;    /* what the publisher says of it, a JSON object (tocsin_describe) */
};
/* An array of 'n'; free with tocsin_datasets_free. */
struct tocsin_err *tocsin_datasets(struct tocsin_node *node, struct tocsin_dataset **out, size_t *n)
    TOCSIN_MUST_USE;
void tocsin_datasets_free(struct tocsin_dataset *list);

/* Every import that changed something or came from elsewhere, oldest first, as a JSON array:
 * [{"dataset","at","format","delta","added","changed","removed","unchanged","by",
 *   "sources":[{"path","sha256","version","size"}]}]; the caller frees it. */
struct tocsin_err *tocsin_imports(struct tocsin_node *node, char **json) TOCSIN_MUST_USE;

/* What a query or an entity can be, as JSON, for programs that make forms: {"schemata":[{"name",
 * "label","plural","matchable","edge","properties":[{"name","label","type","matchable"}]}],
 * "topics":{code:label},"countries":{code:name},"algorithms":[...],"features":[...],"columns":
 * [{"name","headings":[...]}]}, where the columns are those that a table of persons may have. The
 * caller frees it. */
char *tocsin_model(void);

/* Keeps what its publisher says of a dataset: a JSON object with a "name", else as in
 * FollowTheMoney's metadata (title, version, children, publisher, resources, ...). The dataset may
 * have no entities: a collection names its children. It replaces what was said before. */
struct tocsin_err *tocsin_describe(struct tocsin_node *node, const char *about) TOCSIN_MUST_USE;

#define TOCSIN_ETAG_MAX 41
/* All that is known, loaded or not, as yente's /catalog: {"datasets","current","outdated",
 * "index_stale"}; each dataset with "index_version", the one that is loaded, and "index_current".
 * Without "path", "auth_token" and "checksums". 'etag' (without quotes) changes when a version does.
 * The caller frees '*json'. */
struct tocsin_err *tocsin_catalog(struct tocsin_node *node, char **json,
                                  char etag[TOCSIN_ETAG_MAX]) TOCSIN_MUST_USE;

/* The names that a search in 'name' is about: it and what belongs to it, to all depths, of those
 * what belongs to one of 'include' (NULL or empty: all), without what belongs to one of 'exclude'.
 * "default" (as NULL) and "all" are all that is loaded. TOCSIN_ERR_NOT_FOUND for a name that is not
 * known. NULL-terminated, in order; may be empty. For tocsin_screen_options.scope; free it. */
struct tocsin_err *tocsin_scope(struct tocsin_node *node, const char *name,
                                const char *const *include, const char *const *exclude,
                                char ***datasets) TOCSIN_MUST_USE;
void tocsin_scope_free(char **datasets); /* NULL is fine */

/* One entity as JSON: yente's EntityResponse with what hangs on it nested (sanctions, documents,
 * addresses, links); with 'history' also "versions": [{dataset, at, source, change, entity}]. The
 * caller frees '*json'. */
struct tocsin_err *tocsin_show(struct tocsin_node *node, const char *id, bool history, char **json)
    TOCSIN_MUST_USE;
/* The same entity alone: what it points at are ids. */
struct tocsin_err *tocsin_entity(struct tocsin_node *node, const char *id, char **json)
    TOCSIN_MUST_USE;

/* The neighbours of an entity, a page for each property: yente's body of /entities/{id}/adjacent,
 * {"entity", "adjacent":{property:{"results","total","limit","offset"}}}. With 'property' (an
 * entity-typed one of its schema, or the name of a way back; TOCSIN_ERR_NOT_FOUND for others) only
 * that page. */
struct tocsin_page {
    size_t limit, offset;
    const char *const *sort; /* "field:asc" or "field:desc"; NULL: as they arrived */
};
struct tocsin_err *tocsin_adjacent(struct tocsin_node *node, const char *id, const char *property,
                                   const struct tocsin_page *page, char **json) TOCSIN_MUST_USE;

/* ---- screen --------------------------------------------------------------------------------- */

struct tocsin_query;

/* A query is an entity: a FollowTheMoney schema and property values. Unknown schemata and
 * properties are errors that name the nearest known one. */
struct tocsin_err *tocsin_query_new(const char *schema, struct tocsin_query **out) TOCSIN_MUST_USE;
struct tocsin_err *tocsin_query_add(struct tocsin_query *q, const char *property, const char *value)
    TOCSIN_MUST_USE;
/* From {"schema":..,"properties":{..}} as yente's /match takes it: unknown properties and invalid
 * values are dropped. */
struct tocsin_err *tocsin_query_json(const char *json, size_t n, struct tocsin_query **out)
    TOCSIN_MUST_USE;
/* Does it hold anything that entries are found by: a name with a letter or digit in it, or an
 * identifier? A query that does not finds nobody, which clears nobody. */
bool tocsin_query_searchable(const struct tocsin_query *q);
/* What was understood of it: {"id","schema","properties"}; the caller frees it. */
struct tocsin_err *tocsin_query_show(const struct tocsin_query *q, char **json) TOCSIN_MUST_USE;
void tocsin_query_free(struct tocsin_query *q);

/* What multiplies the contribution of a feature (tocsin_feature_at) to the score: 0 leaves it out. */
struct tocsin_weight {
    const char *feature; /* one that is not known has no effect */
    double weight;       /* 0 to 1000 */
};

struct tocsin_screen_options {
    double threshold;              /* 0: 0.70 */
    size_t limit;                  /* 0: 5 */
    const char *algorithm;         /* NULL: "tocsin"; see tocsin_algorithm_at */
    const char *const *datasets;   /* with all that belongs to them; NULL-terminated; NULL: all */
    const char *const *scope;      /* instead: exactly these, as tocsin_scope gives them, also none */
    const char *const *topics;     /* any of; NULL: all */
    bool below;                    /* also return the best results under the threshold */
    const char *const *exclude_schemata; /* no results of these; NULL: none. As the next one */
    const char *const *exclude_ids;      /* nor of these, by id or by a former id */
    const char *changed_since;           /* "2026-01-31", or with a time behind a T; NULL: always */
    const struct tocsin_weight *weights; /* ends with one whose feature is NULL; NULL: 1 each */
};

struct tocsin_results;
struct tocsin_err *tocsin_screen(struct tocsin_node *node, const struct tocsin_query *q,
                                 const struct tocsin_screen_options *options /* or NULL */,
                                 struct tocsin_results **out) TOCSIN_MUST_USE;
void tocsin_results_free(struct tocsin_results *r);

/* One feature of a verdict: what it compared, what it found, what it added to the score. */
struct tocsin_reason {
    const char *feature;    /* stable name: "name_match", "dob_year_disjoint", ... */
    const char *title;      /* for a person: "Birth year differs" */
    const char *detail;     /* in words; for names, one bracket per pair of words */
    const char *query;      /* the value asked that met ... */
    const char *candidate;  /* ... this listed value; either may be NULL */
    double score;           /* what the feature contributed; qualifiers are negative or positive */
};

/* Sorted by score, best first. */
size_t tocsin_results_count(const struct tocsin_results *r);
/* How many of the candidates are matches, those past the limit included. */
size_t tocsin_results_total(const struct tocsin_results *r);
double tocsin_result_score(const struct tocsin_results *r, size_t i);
bool tocsin_result_match(const struct tocsin_results *r, size_t i);
const char *tocsin_result_id(const struct tocsin_results *r, size_t i);
const char *tocsin_result_caption(const struct tocsin_results *r, size_t i);
const char *tocsin_result_schema(const struct tocsin_results *r, size_t i);
const char *tocsin_result_dataset(const struct tocsin_results *r, size_t i);
size_t tocsin_result_reasons(const struct tocsin_results *r, size_t i,
                             const struct tocsin_reason **out);
/* One result as yente's ScoredEntity; the caller frees it. */
char *tocsin_result_json(const struct tocsin_results *r, size_t i);
/* {"results":[ScoredEntity, ...]} as yente prints it, with the query's algorithm, threshold and the
 * version of each dataset asked. Reads the store for the entities' properties. The caller frees it. */
struct tocsin_err *tocsin_results_json(struct tocsin_node *node, const struct tocsin_results *r,
                                       char **json) TOCSIN_MUST_USE;

/* One verdict from the source file's line to the score, for one entity whether or not the index
 * would have found it. Members are NULL where they do not apply. */
struct tocsin_explanation;
struct tocsin_err *tocsin_explain(struct tocsin_node *node, const struct tocsin_query *q,
                                  const char *id, const char *algorithm,
                                  double threshold /* 0: 0.70 */,
                                  struct tocsin_explanation **out) TOCSIN_MUST_USE;
/* The steps in order, each with a title and lines of text. The titles are "Source", "Entity",
 * "Query", "Query words", "Candidate words", "Retrieved by", "Features" and "Score"; a step that
 * does not apply is left out.
 *
 * The text is plain, without characters that steer how it is shown: whoever shows it isolates what
 * is written from right to left. In "Entity", "Query" and the two steps of words a line that is not
 * indented and has a ": " is a label and, behind it, one value; other lines are sentences that quote. */
size_t tocsin_explanation_steps(const struct tocsin_explanation *e);
const char *tocsin_explanation_title(const struct tocsin_explanation *e, size_t step);
const char *tocsin_explanation_text(const struct tocsin_explanation *e, size_t step);
double tocsin_explanation_score(const struct tocsin_explanation *e);
const char *tocsin_explanation_json(const struct tocsin_explanation *e);
void tocsin_explanation_free(struct tocsin_explanation *e);

/* Scores one pair of names without any list (for evaluation). With 'node' not NULL, how common a
 * word is comes from its lists as well. */
struct tocsin_err *tocsin_compare(struct tocsin_node *node, const char *schema, const char *name1,
                                  const char *name2, const char *algorithm, double *score)
    TOCSIN_MUST_USE;

/* The algorithms that `--algorithm` takes: name and one line on each; NULL after the last. Names of
 * yente's algorithms are accepted as aliases of the default ('alias_of' set). */
struct tocsin_algorithm {
    const char *name, *description, *alias_of;
};
const struct tocsin_algorithm *tocsin_algorithm_at(size_t i);

/* The features of a verdict, in the order in which they are shown; NULL after the last. */
struct tocsin_feature {
    const char *name, *title, *description;
    bool main; /* finds; the others only add or take away */
};
const struct tocsin_feature *tocsin_feature_at(size_t i);
/* ---- search --------------------------------------------------------------------------------- */

/* Full-text search over what is loaded: every word of every property, with filters, facets and
 * sorting. Unlike screening it judges nobody: it finds what is written.
 *
 * The language of 'q' is the usual one: words (all must occur), "a phrase"~2, prefix*, w?ldcards,
 * fuzzy~1, -not, AND OR NOT && || !, ( ), field:value, field:[a TO b], field:>=a, *, boosts ^2.
 * What is wrong with it is TOCSIN_ERR_USAGE and names the column. Fields: names, the other groups
 * (countries, topics, dates, identifiers, addresses, emails, phones, genders, ...), properties.X,
 * id, schema, caption, datasets, referents, target, first_seen, last_seen, last_change.
 *
 * Lists end with NULL; a NULL list is an empty one unless it says otherwise. */
struct tocsin_search_options {
    const char *q;                         /* NULL or blank: everything */
    bool simple;                           /* words, "phrases", prefix*, -not, a|b: no bad syntax */
    bool fuzzy;                            /* words also match with one or two slips */
    const char *schema;                    /* NULL: Thing; with its matchable relatives */
    const char *const *datasets;           /* NULL: all */
    const char *const *exclude_datasets;
    const char *const *exclude_schemata;
    const char *const *countries, *const *topics;
    const char *const *filters;            /* "field:value", the value whole */
    bool filter_and;                       /* several values of one field: all of them, not any */
    const char *changed_since;             /* "YYYY-MM-DD", with "THH:MM:SS" or a part of it; or NULL */
    int target;                            /* 1: only targets; -1: only others; 0: both */
    size_t limit, offset;                  /* limit 0: no results, only total and facets */
    const char *const *sort;               /* "field:asc", "field:desc"; then by relevance, by id */
    const char *const *facets;             /* NULL: countries, topics, datasets */
};

/* yente's body of /search: {"limit","offset","total":{"value","relation"},"results":[...],
 * "facets":{...}}; the caller frees '*json'. Options NULL: everything, the first ten. An entity in
 * several datasets is there once, with all of them. May be called by many threads at once.
 *
 * Searching stands on files of its own beside the index. What is missing of them is made first,
 * which takes a while for a large list: see the next two. */
struct tocsin_err *tocsin_search(struct tocsin_node *node,
                                 const struct tocsin_search_options *options /* or NULL */,
                                 char **json) TOCSIN_MUST_USE;
/* '*stale' when a search would have to make files first. */
struct tocsin_err *tocsin_search_ready(struct tocsin_node *node, bool *stale) TOCSIN_MUST_USE;
/* Makes them. May run beside screening and searching, in any process that can write to the home's
 * index/, also on a node opened for reading. */
struct tocsin_err *tocsin_search_prepare(struct tocsin_node *node) TOCSIN_MUST_USE;

/* Entities with a name in which the words of 'prefix' stand near each other, the last one perhaps
 * not typed to its end: {"results":[EntityResponse]}. A blank prefix finds none. */
struct tocsin_err *tocsin_suggest(struct tocsin_node *node, const char *const *datasets /* or NULL */,
                                  const char *prefix, size_t limit, char **json) TOCSIN_MUST_USE;

/* ---- care ----------------------------------------------------------------------------------- */

/* Proves store, sources and index: hashes, counts, forms, and that the index holds what the store
 * holds. Each finding is given to 'finding'. Does not repair; tocsin_rebuild does for the index. */
struct tocsin_err *tocsin_check(struct tocsin_node *node,
                                void (*finding)(void *ctx, const char *text), void *ctx,
                                uint64_t *findings) TOCSIN_MUST_USE;

/* Makes the index again from the store; with 'from_sources' first makes the present
 * versions again from the source files by hash. */
struct tocsin_err *tocsin_rebuild(struct tocsin_node *node, bool from_sources,
                                  void (*progress)(void *ctx, const struct tocsin_progress *p),
                                  void *ctx) TOCSIN_MUST_USE;

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif
#endif
