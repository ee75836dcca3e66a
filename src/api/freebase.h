/* SPDX-License-Identifier: Apache-2.0
 *
 * The forms of the reconciliation API (W3C community group, version 0.2) that several of its services
 * share: entities, types and properties as {id, name, description}.
 */
#ifndef TOCSIN_API_FREEBASE_H
#define TOCSIN_API_FREEBASE_H

#include <jansson.h>

#include "api/api_private.h"
#include "record/record.h"

/* {"id": "Person", "name": "People", "description"} */
json_t *freebase_type(enum schema s);
/* {"id": "Person:birthDate", "name": "Birth date", "description"} */
json_t *freebase_property(enum schema owner, enum prop p);
/* {"id", "name", "description", "type": [...]} of an EntityResponse. */
json_t *freebase_entity(const json_t *entity);
/* "Person:birthDate" or "birthDate"; PROP_NONE for what is none. */
enum prop freebase_prop(const char *text);
/* The schema that a property is declared in, of those that 's' descends from. */
bool freebase_owns(enum schema s, enum prop p);
/* Where others reach this node, without a slash at the end. */
const char *freebase_base(struct call *c);

#endif
