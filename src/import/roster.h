/* SPDX-License-Identifier: Apache-2.0
 *
 * roster: who stands on a list, by name.
 *
 * A list may tie its entries by name alone: "Linked To: NAME", "Aircraft Operator NAME", the owner
 * in a column of a ship. NAME may be that of an entry that comes later in the file, so names are
 * kept to the end, and what is tied by them is sent last.
 *
 *     for each entry:  roster_begin, roster_name for each of its names, roster_tie as they occur,
 *                      and once the entry is sent roster_enter
 *     at the end:      roster_send
 *
 *     NAME is the name of exactly one entry      that entry
 *     else an alias of exactly one               that entry
 *     else                                       an entity of that name alone, which is no target:
 *                                                one for each name, however many entries tie to it
 *
 * Names are compared without regard to the case of ASCII letters, to blanks and to periods at the
 * end. An owner is a person or an organisation, so for an owner the names of ships and aircraft do
 * not count.
 *
 * Ids: the entity of a name alone has child_id(prefix, LegalEntity, the name in lower case), the
 * edge that of entry_link; so neither changes from one edition of a list to the next.
 */
#ifndef TOCSIN_IMPORT_ROSTER_H
#define TOCSIN_IMPORT_ROSTER_H

#include "format.h"

struct roster;

struct tie {
    enum schema edge;   /* UnknownLink: 'from' is its subject; Ownership: its asset */
    struct span from;   /* the id of the entry that names the other */
    struct span name;   /* of the other */
    const char *role;   /* the label of the list */
    bool owner;         /* the other owns or operates 'from' */
    bool only_entries;  /* a name that no entry has ties nothing */
    uint64_t line;
};

struct roster *roster_new(const char *prefix); /* of the list's ids: "ofac" */
void roster_free(struct roster *t);

/* Forgets what an entry before this one named and tied without being entered. */
void roster_begin(struct roster *t);
void roster_name(struct roster *t, struct span name, bool alias);
void roster_tie(struct roster *t, const struct tie *tie); /* copies */
/* The entry was sent: its names and ties count. */
void roster_enter(struct roster *t, const struct record *r);

struct tocsin_err *roster_send(struct roster *t, struct reader *in,
                               struct emitter *out) TOCSIN_MUST_USE;

#endif
