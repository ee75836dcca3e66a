/* SPDX-License-Identifier: Apache-2.0
 *
 * un_text: what the United Nations list says in prose, where the prose has a fixed form.
 *
 * Each function looks for one phrase and gives what stands behind it, or an empty span. None of
 * them changes the text, which the notes keep in full; so a phrase that is not recognised loses
 * nothing but convenience.
 */
#ifndef TOCSIN_IMPORT_UN_TEXT_H
#define TOCSIN_IMPORT_UN_TEXT_H

#include "entry.h"

/* Position of 'what' (lower-case ASCII) in 's' without regard to case, or s.n. */
size_t un_find_nocase(struct span s, struct span what);

/* The next name of an ALIAS_NAME that may hold several: "A; B", "A b) B", "A (B; C)". */
bool un_next_name(struct span *rest, struct span *name);

/* "original script: X", "In Arabic: X" in the note of an alias. */
struct span un_script_name(struct span note);

/* "formerly listed as", "previously listed as" at the front of the note of an alias. */
bool un_formerly_listed(struct span note);

/* The number in the NUMBER of a document ("CAR diplomatic passport no. D00000898") or, when
 * 'only_number' is false, in a text about it ("Residential card number 665"), where a bare token
 * counts only when it has five digits. */
struct span un_number(struct span text, bool only_number);

/* "expires on 10 March 2019", "Expiration date: 2026-12-11.", "valid until 4 April 2018". */
bool un_expiry(struct span note, struct date *out);

/* "Father's name is X.", "Mother's name: X" with 'who' "father" or "mother". */
struct span un_parent(struct span text, struct span who);

/* "IMO number: 9999999", "International Maritime Organization (IMO) Number: 9999999". */
struct span un_imo(struct span text);

/* The next reference number of the form QDi.999 or QDe.999. */
bool un_next_reference(struct span *rest, struct span *reference);

/* The two letters of the committee at the front of a reference number. */
struct span un_committee(struct span reference);

#endif
