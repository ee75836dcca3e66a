/* SPDX-License-Identifier: Apache-2.0
 *
 * The father's name, where a name says it: behind a word of descent (Khalid bin Omar Tarkani), or as
 * a patronymic (Ivan Sergeyevich Volodinsky).
 *
 * It is a fact about a person, as a date of birth is. An alias that leaves it out says nothing
 * against it, but must not get round it either: Ivan Dmitriyevich Volodinsky is not the Ivan
 * Sergeyevich Volodinsky whom a list also calls Ivan Volodinsky.
 *
 * In doubt fathers do not differ: it is enough that one father of either side looks like any word
 * of a name of the other, by a slip, in short or in another script.
 */
#include "match/private.h"

static const float LIKE = 1.6f; /* slips; a cognate is like it */

static bool patronymic(const struct name *x, size_t at)
{
    static const char *const endings[] = {"ovich", "evich", "ovych", "evych", "ovitch", "evitch",
                                          "owitsch", "ewitsch", "ovna",
                                          "evna", "ivna", "owna", "ewna"};
    const struct token *t = &x->tokens[at];
    if (x->n < 3 || t->latin.n < 7 || (t->classes & TOKEN_FAMILY))
        return false;
    for (size_t i = 0; i < ARRAY_LEN(endings); i++)
        if (span_ends(t->latin, span_of(endings[i])))
            return true;
    return false;
}

static bool father(const struct name *x, size_t at)
{
    return (at > 0 && at + 1 < x->n && (x->tokens[at - 1].classes & WORD_DESCENT)) ||
           patronymic(x, at);
}

/* "Abd al-Rahman", "Abu Bakr": names of several words, which another list may write as one. */
static bool starts_a_name(const struct token *t)
{
    return t->classes & (TOKEN_MINOR | TOKEN_INITIAL | WORD_COMPOUND);
}

static bool alike(const struct token *a, const struct token *b)
{
    if (span_starts(a->latin, b->latin) || span_starts(b->latin, a->latin))
        return true;
    return token_cost(a, b, NAME_PERSON, LIKE + 0.1f).cost <= LIKE;
}

static bool occurs(const struct token *t, const struct subject *s)
{
    for (size_t i = 0; i < s->names_n; i++)
        for (size_t k = 0; k < s->names[i].n; k++)
            if (alike(t, &s->names[i].tokens[k]))
                return true;
    return false;
}

/* Are all fathers that 's' names plain words that are in no name of 'other'? */
static bool only_other_fathers(const struct subject *s, const struct subject *other)
{
    for (size_t i = 0; i < s->names_n; i++)
        for (size_t k = 0; k < s->names[i].n; k++)
            if (father(&s->names[i], k) && (starts_a_name(&s->names[i].tokens[k]) ||
                                            occurs(&s->names[i].tokens[k], other)))
                return false;
    return true;
}

const struct token *subject_father(const struct subject *s)
{
    for (size_t i = 0; i < s->names_n && s->kind == NAME_PERSON; i++)
        for (size_t k = 0; k < s->names[i].n; k++)
            if (father(&s->names[i], k))
                return &s->names[i].tokens[k];
    return NULL;
}

bool fathers_differ(const struct subject *a, const struct subject *b)
{
    return subject_father(a) && subject_father(b) && only_other_fathers(a, b) &&
           only_other_fathers(b, a);
}
