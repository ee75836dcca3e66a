/* SPDX-License-Identifier: Apache-2.0
 *
 * lexicon: what is known about single words of names, before any list is loaded.
 *
 * Tables (the .def files beside this one), all keyed by the romanised, folded word (script.h), or
 * by the folded word in its own script where romanising would hide it:
 *
 *   given.def    given names of many cultures, spellings of one name in the same or another
 *                romanisation side by side (Mohammed, Muhammad, Mohamad); with sex and how common
 *   cognate.def  the same name in different languages (John, Juan, Ivan, Johann): weaker than a
 *                spelling
 *   nick.def     short and pet forms (William: Bill, Will; Aleksandr: Sasha; Benjamin: Bibi)
 *   family.def   common family names of many cultures, spelling groups likewise
 *   person.def   titles, honorifics, particles (al, bin, de, von), words of descent, kunyas,
 *                generational suffixes, words that join with their neighbour
 *   legal.def    legal forms of organisations in all languages, as phrases, each with a short
 *                form ("gmbh") and a family of comparable forms ("limited", "stock", "trust", ...)
 *   org.def      generic words of organisations with their abbreviations and translations
 *                (international: int'l, intl; company: co, cie; bank: banque, banco, банк)
 *   number.def   number words, ordinals and roman numerals with their value
 *   place.def    countries, demonyms, large cities and regions that tell one branch from another
 *
 * All of it is general knowledge about names; none of it is about any person on any list.
 *
 * The tables are read at build time: lexicon_gen.c prints them as one constant hash table, so that
 * a process starts with nothing to do and the table is shared between processes. A word may stand
 * in several tables and rows: what they say is merged (classes joined, the greater commonness,
 * sex 'b' where rows differ); of a group (spelling, cognate, canonical) the first row that gives
 * one holds, in the order person, given, family, org, place. Words are looked up through
 * lexicon_key.h, so marks, apostrophes and periods in the caller's word do no harm.
 */
#ifndef TOCSIN_LEXICON_H
#define TOCSIN_LEXICON_H

#include "base/base.h"

enum word_class {
    WORD_TITLE = 1 << 0,    /* mr, dr, sheikh, mullah, general, president: adds no identity */
    WORD_PARTICLE = 1 << 1, /* al, el, de, von, van, della: may be missing or joined */
    WORD_DESCENT = 1 << 2,  /* bin, ibn, ben, bint, ould, walad: what follows is an ancestor */
    WORD_KUNYA = 1 << 3,    /* abu, umm, abou: what follows makes one name with it */
    WORD_SUFFIX = 1 << 4,   /* jr, sr, ii, iii */
    WORD_LEGAL = 1 << 5,    /* occurs as a one-word legal form */
    WORD_GENERIC = 1 << 6,  /* company, group, international, industries: weak in a name */
    WORD_STOP = 1 << 7,     /* the, and, of, for, und, et, y */
    WORD_NUMBER = 1 << 8,
    WORD_PLACE = 1 << 9,
    WORD_COMPOUND = 1 << 10, /* abd, abdul, abdel, noor, saif: joins with the next word; ullah,
                              * uddin: with the one before */
    WORD_BUSINESS = 1 << 11  /* bank, trust, oil, engineering: says what an organisation does; one
                              * for another makes another organisation. Never with WORD_GENERIC */
    /* bits 13 to 15 are left to callers */
};

struct word {
    uint16_t classes;      /* bits of enum word_class */
    uint8_t given, family; /* how common as such: 0 not known as one, 1 known .. 5 very common */
    char sex;              /* 'm', 'f', 'b' both, 0 unknown; of a given name */
    uint16_t spelling;     /* spelling group, 0 none: equal numbers are spellings of one name */
    uint16_t cognate;      /* group across languages, 0 none */
    uint16_t canonical;    /* org words and places: group of abbreviations and translations (of
                            * places: names and short forms of one), 0 none */
    int32_t number;        /* with WORD_NUMBER: the value, else -1 */
};

/* NULL when nothing is known. 'word' is romanised (a-z0-9), or folded in its own script. */
const struct word *word_find(struct span word);

/* A word as a number, 1 .. lexicon_words(), for the index to keep; 0 is NULL. The numbers are those
 * of this build: lexicon_stamp() differs where they may. */
uint32_t word_number(const struct word *w);
const struct word *word_at(uint32_t number);
uint32_t lexicon_words(void);
uint64_t lexicon_stamp(void);

/* Is one a short or pet form of the other, or of a name whose short form the other is also? */
bool word_nickname(struct span a, struct span b);
bool word_short_for(const struct word *a, const struct word *b); /* the same of words found */
bool word_nickname_of(const struct word *a, struct span b);      /* ... and of one that is */

/* Legal forms are compared by what they mean: "GmbH" is not "OOO", but both limit liability. */
enum legal_family {
    LEGAL_ALONE,   /* comparable with nothing else */
    LEGAL_VAGUE,   /* co, company, firm: says no more than that it is one; goes with any other */
    LEGAL_LIMITED, /* gmbh, llc, ltd, srl, ooo */
    LEGAL_STOCK,   /* ag, sa, spa, plc, inc, corp, jsc, oao */
    LEGAL_PARTNERSHIP,
    LEGAL_LIMITED_PARTNERSHIP,
    LEGAL_COOPERATIVE,
    LEGAL_FOUNDATION,
    LEGAL_TRUST, /* business trust, unit trust; the word "trust" alone is an org word */
    LEGAL_FUND,  /* sicav, fcp, icav */
    LEGAL_ASSOCIATION, /* e.v., asbl, non-profit bodies */
    LEGAL_STATE, /* enterprises of a state or a town */
    LEGAL_SOLE,  /* one person in business */
    LEGAL_BRANCH /* branch or representative office */
};

struct legal_form {
    const char *name;      /* canonical short form, "gmbh" */
    uint16_t id;           /* dense */
    uint16_t family;       /* enum legal_family */
};

/* The longest legal form at the start of words[0..n): how many words it takes (0: none), and
 * which. Words are folded in their own script, periods inside removed ("o.o.o." is "ooo"); single
 * letters in a row are read together ("s a r l"). A word of seven letters or more that is not
 * itself known may have one letter wrong, as may one of five or more in a phrase of three. */
size_t legal_match(const struct span *words, size_t n, const struct legal_form **out);

/* Scripts without spaces: the longest legal form that 'word' starts with, or ends with, without
 * being the whole of it ("有限公司" in a company's name). Bytes; 0: none. */
size_t legal_affix(struct span word, bool at_end, const struct legal_form **out);

/* The longest place of one or more words at the start of words[0..n) ("hong kong", "hk"): how many
 * words it takes (0: none); '*canonical' as in struct word. */
size_t place_match(const struct span *words, size_t n, uint16_t *canonical);

#endif
