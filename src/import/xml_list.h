/* SPDX-License-Identifier: Apache-2.0
 *
 * xml_list: the walk that every XML list shares.
 *
 * A list is a root, perhaps some containers, and entries. A format gives a table of the elements
 * it knows and reads each entry as a small tree (struct node):
 *
 *     static const struct xml_row rows[] = {
 *         {"INDIVIDUALS", XML_INSIDE, NULL},      go in and look there
 *         {"INDIVIDUAL", XML_ENTRY, individual},  one entry; its errors go to emit_bad
 *         {"Publish_Date", XML_HEAD, version},    read it; its errors end the import
 *         {NULL, 0, NULL}};
 *
 * Elements that are not in the table are passed over with all that is in them: publishers add
 * fields without notice. A file that ends before the closing root tag is an error, because half a
 * download is no shorter list.
 */
#ifndef TOCSIN_IMPORT_XML_LIST_H
#define TOCSIN_IMPORT_XML_LIST_H

#include "format.h"

enum xml_row_kind { XML_INSIDE, XML_HEAD, XML_ENTRY };

/* 'a' is emptied after each call. */
typedef struct tocsin_err *(*xml_row_read)(void *ctx, struct arena *a, const struct node *n);

struct xml_row {
    const char *name;
    enum xml_row_kind kind;
    xml_row_read read;
};

/* 'root' is the local name that the root must have; '*attributes' (may be NULL) is called with the
 * root's start tag. */
struct tocsin_err *xml_list_read(struct reader *in, struct emitter *out, const char *root,
                                 void (*attributes)(void *ctx, struct xml *x),
                                 const struct xml_row *rows, void *ctx) TOCSIN_MUST_USE;

#endif
