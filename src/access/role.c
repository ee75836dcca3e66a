/* SPDX-License-Identifier: Apache-2.0
 *
 * The tables of role.def and outcome.def, names, and times that a person types.
 */
#include "access/access.h"

#include <time.h>

#define MAY(permission) (1u << PERMISSION_##permission)

static const struct {
    const char *name, *text;
    unsigned may;
} roles[] = {
#define ROLE(name, may, text) [ROLE_##name] = {#name, text, may},
#include "access/role.def"
};

static const struct {
    const char *name, *text;
} permissions[] = {
#define PERMISSION(name, text) [PERMISSION_##name] = {#name, text},
#include "access/role.def"
};

static const struct {
    const char *name, *text;
} outcomes[] = {
#define OUTCOME(name, stable, text) [ACCESS_##name] = {stable, text},
#include "access/outcome.def"
#undef OUTCOME
};

bool access_may(enum role role, enum permission permission)
{
    assert(role < ROLES && permission < PERMISSIONS);
    return (roles[role].may >> permission) & 1;
}

const char *role_name(enum role role)
{
    assert(role < ROLES);
    return roles[role].name;
}

const char *role_text(enum role role)
{
    assert(role < ROLES);
    return roles[role].text;
}

bool role_parse(struct span name, enum role *out)
{
    for (size_t i = 0; i < ROLES; i++) {
        if (span_eq(name, span_of(roles[i].name))) {
            *out = (enum role)i;
            return true;
        }
    }
    return false;
}

const char *permission_name(enum permission permission)
{
    assert(permission < PERMISSIONS);
    return permissions[permission].name;
}

const char *permission_text(enum permission permission)
{
    assert(permission < PERMISSIONS);
    return permissions[permission].text;
}

const char *access_outcome_name(enum access_outcome outcome)
{
    assert(outcome < ACCESS_OUTCOMES);
    return outcomes[outcome].name;
}

const char *access_outcome_text(enum access_outcome outcome)
{
    assert(outcome < ACCESS_OUTCOMES);
    return outcomes[outcome].text;
}

/* ---- names ------------------------------------------------------------------------------- */

static bool is_alnum(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

struct tocsin_err *access_name_check(struct span name)
{
    bool good = name.n > 0 && name.n <= LIMIT_WHO_NAME && is_alnum(name.p[0]) &&
                is_alnum(name.p[name.n - 1]);

    for (size_t i = 0; good && i < name.n; i++)
        good = is_alnum(name.p[i]) || strchr("._-@", name.p[i]) != NULL;
    if (good && !memchr(name.p, 0, name.n))
        return NULL;
    return err_new(TOCSIN_ERR_USAGE,
                   "a name here has letters a-z, digits and . _ - @ between them, %d at most",
                   LIMIT_WHO_NAME);
}

/* ---- times ------------------------------------------------------------------------------- */

/* Digits at a fixed place of "YYYY-MM-DDTHH:MM:SSZ". */
static bool two_or_four(struct span text, size_t at, size_t n, int *out)
{
    uint64_t number;

    if (!span_u64(span_slice(text, at, n), &number))
        return false;
    *out = (int)number;
    return true;
}

static bool parse_moment(struct span text, int64_t *out)
{
    struct tm tm = {0}, again;
    time_t seconds;

    if ((text.n != 10 && text.n != 20) || text.p[4] != '-' || text.p[7] != '-' ||
        !two_or_four(text, 0, 4, &tm.tm_year) || !two_or_four(text, 5, 2, &tm.tm_mon) ||
        !two_or_four(text, 8, 2, &tm.tm_mday))
        return false;
    if (text.n == 20 &&
        (text.p[10] != 'T' || text.p[13] != ':' || text.p[16] != ':' || text.p[19] != 'Z' ||
         !two_or_four(text, 11, 2, &tm.tm_hour) || !two_or_four(text, 14, 2, &tm.tm_min) ||
         !two_or_four(text, 17, 2, &tm.tm_sec)))
        return false;
    tm.tm_year -= 1900;
    tm.tm_mon -= 1;
    again = tm;
    seconds = timegm(&again); /* the 31st of June becomes the 1st of July: then it is none */
    *out = seconds;
    return tm.tm_mon == again.tm_mon && tm.tm_mday == again.tm_mday &&
           tm.tm_hour == again.tm_hour && tm.tm_min == again.tm_min && tm.tm_sec == again.tm_sec;
}

static bool parse_distance(struct span text, int64_t *out)
{
    static const struct {
        char unit;
        int64_t seconds;
    } units[] = {{'h', 3600}, {'d', 86400}, {'w', 7 * 86400}};
    uint64_t number;

    if (text.n < 2 || !span_u64(span_slice(text, 0, text.n - 1), &number) || number > 100000)
        return false;
    for (size_t i = 0; i < ARRAY_LEN(units); i++) {
        if (text.p[text.n - 1] == units[i].unit) {
            *out = (int64_t)number * units[i].seconds;
            return true;
        }
    }
    return false;
}

struct tocsin_err *access_when(struct span text, int64_t now, bool back, int64_t *out)
{
    int64_t distance;

    if (parse_moment(text, out))
        return NULL;
    if (!parse_distance(text, &distance))
        return err_new(TOCSIN_ERR_USAGE,
                       "%.*s is no time: write 2026-12-31, 2026-12-31T08:00:00Z, 12h, 90d or 4w",
                       SPAN_ARG(text));
    *out = back ? now - distance : now + distance;
    return NULL;
}
