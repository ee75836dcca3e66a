/* SPDX-License-Identifier: Apache-2.0
 *
 * uk_list: what the two forms of the UK Sanctions List share. The CSV (uk_csv.c) makes of its rows
 * the tree that the XML (uk_xml.c) has, and one mapping reads both. So a list that is fetched in
 * the other form gives the same entities with the same ids.
 */
#ifndef TOCSIN_IMPORT_UK_LIST_H
#define TOCSIN_IMPORT_UK_LIST_H

#include "format.h"

/* 'n' is an element Designation; 'a' keeps what is made of it. */
struct tocsin_err *uk_designation(struct reader *in, struct emitter *out, struct arena *a,
                                  const struct node *n) TOCSIN_MUST_USE;

#endif
