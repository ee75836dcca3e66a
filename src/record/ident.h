/* SPDX-License-Identifier: Apache-2.0
 *
 * Identifiers in their own format.
 *
 * Each identifier property has a format (imo, lei, inn, ogrn, isin, bic, iban, ssn, uei, npi, uscc,
 * ...; "strict" for plain numbers of documents); ident.def says which. A format knows how to bring
 * a text to its normal form and whether the check digit holds. Two identifiers meet when their
 * normal forms are equal; how much that is worth is for the match room to say.
 */
#ifndef TOCSIN_IDENT_H
#define TOCSIN_IDENT_H

#include "base/base.h"
#include "record/record.h"

enum ident_format {
    IDENT_STRICT, IDENT_IMO, IDENT_LEI, IDENT_INN, IDENT_OGRN, IDENT_ISIN, IDENT_BIC, IDENT_IBAN,
    IDENT_SSN, IDENT_UEI, IDENT_NPI, IDENT_USCC, IDENT_FIGI, IDENT_MMSI, IDENT_CRYPTO
};

enum ident_format ident_format(enum prop p);
const char *ident_format_name(enum ident_format f);

/* The normal form into 'out' (NUL behind it) and '*n': upper-case ASCII letters and digits of
 * 'text' in the order written, without labels that belong to the format ("IMO ", "INN:", "No. ").
 * Digits of other scripts and full-width letters become ASCII, and so do Cyrillic letters that
 * look like Latin ones (АВ 1234567). Two formats are particular:
 *
 *   BIC     8 signs: the last three of 11 name a branch of the same bank
 *   crypto  the longest run of letters and digits; case is kept where it carries information
 *           (base58) and is lower elsewhere (0x..., bech32); cut after 64
 *
 * False (and '*n' 0) when fewer than 3 remain (a number that short identifies nobody), when
 * nothing of it is a digit (a BIC or an address may have none), or when there are more than 64. */
bool ident_normal(enum ident_format f, struct span text, char out[65], size_t *n);

/* Does the check digit (or the length and alphabet, where there is no check digit) hold? 'normal'
 * is a result of ident_normal; anything else is just not valid. An IMO number may be a ship's or a
 * company's. */
bool ident_valid(enum ident_format f, struct span normal);

#endif
