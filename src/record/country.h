/* SPDX-License-Identifier: Apache-2.0
 *
 * Countries: codes, the names that lists use for them, and which state followed which.
 *
 * One table, country.def: code, ISO 3166-1 alpha-3, English name, other names (variants of the
 * lists, the country's own names, French, German, Spanish, Italian, Dutch, Portuguese, Russian,
 * Arabic and Chinese), adjectives ("German", "allemand"), and which others a country was or is part
 * of. Codes are lower-case ISO 3166-1 alpha-2, xk (Kosovo), and the historical and special ones of
 * FollowTheMoney (suhh, yucs, csxx, cshh, dd, ua-cri, gb-sct, eu, zz, ...).
 *
 * The lookup table is made from it once per process, on the first call, by pthread_once (about
 * 200 KB that stay, one millisecond); after that it is read-only, and every function here may
 * be called from any thread. Two letters cost one array access, a name a hash.
 */
#ifndef TOCSIN_COUNTRY_H
#define TOCSIN_COUNTRY_H

#include "base/base.h"

/* The code for a code, an alpha-3 code, a name or an adjective, in any case, with or without
 * diacritics, "The", "Region:", "Republic of", "citizen", with its parts turned ("Korea, North",
 * "Iran (Islamic Republic of)") or with a remark in parentheses; NULL when it is none
 * ("undetermined", "None Identified") or could be two ("Congolese", "Malta, Italy"). The string is
 * static. "NA" is Namibia: an importer of a list that means "none" by it must filter it first. */
const char *country_parse(struct span text);

/* The English name of a code, or NULL. */
const char *country_name(struct span code);

/* True when a person of 'a' may be described by 'b': equal, or one is successor, predecessor,
 * parent or part of the other (suhh and ru, hk and cn, cshh and sk). Two parts of the same whole
 * are not (ru and ua). False when either is no code. */
bool country_related(struct span a, struct span b);

/* A small dense number for a code (0 = unknown), stable within one build, for tables; and back. */
unsigned country_number(struct span code);
const char *country_code(unsigned number);
unsigned country_count(void); /* valid numbers are 1 .. count */

#endif
