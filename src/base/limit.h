/* SPDX-License-Identifier: Apache-2.0
 *
 * Every limit on growth that a file, a peer or a caller could push, in one place. An input past a
 * limit is an error of code TOCSIN_ERR_LIMIT that names the limit; it is never cut silently. Only the
 * names of an entity are kept whole and compared in part: the last limits say how much of them.
 *
 * What the owner of a node may set has its default and range in config/setting.def.
 *
 * (limit.h, not limits.h: the folder is on the search path, and <limits.h> must stay C's own.)
 */
#ifndef TOCSIN_LIMIT_H
#define TOCSIN_LIMIT_H

#define BUF_DEFAULT_MAX ((size_t)1 << 30)  /* bytes of one in-memory buffer */

#define LIMIT_CAUSES 64                    /* errors in one packed chain of causes */

#define LIMIT_LINE ((size_t)64 << 20)      /* bytes of one line of a text format */
#define LIMIT_FIELD ((size_t)1 << 20)      /* bytes of one CSV field, XML text or JSON string */
#define LIMIT_CSV_COLUMNS 4096             /* fields of one CSV row */
#define LIMIT_XML_DEPTH 64                 /* open elements; the deepest published list has 10 */
#define LIMIT_JSON_DEPTH 32                /* nested objects and arrays */
#define LIMIT_INFLATED ((uint64_t)64 << 30) /* bytes out of one compressed file */
#define LIMIT_INFLATE_RATIO 1100          /* bytes out per byte in; honest deflate stays below it */

#define LIMIT_FETCH ((uint64_t)32 << 30)   /* bytes of one file from the network */
#define LIMIT_FETCH_INDEX ((uint64_t)256 << 20) /* ... that says which files there are */
#define LIMIT_REDIRECTS 5                  /* from one URL to the next */
#define LIMIT_RETRY_AFTER 600              /* seconds that a server may ask to wait */

#define LIMIT_RECORD ((size_t)16 << 20)    /* bytes of one packed record */
#define LIMIT_VALUES 65536                 /* property values of one record */
#define LIMIT_VALUE 65536                  /* bytes of one property value (FollowTheMoney: text) */
#define LIMIT_ID 255                       /* bytes of an entity id (FollowTheMoney) */

#define LIMIT_SETTINGS_FILE ((size_t)256 << 10) /* bytes of a node.yaml */
#define LIMIT_SETTING ((size_t)4 << 10)     /* bytes of the value of one setting */
#define LIMIT_SETTING_ITEMS 256            /* parts of one setting that is a list */

#define LIMIT_NAME_BYTES 1024              /* a name longer than this is cut for matching */
#define LIMIT_NAME_TOKENS 48               /* words of one name that take part in matching */
#define LIMIT_QUERY_VALUES 1000            /* values of one query; a verdict looks at each with each */
#define LIMIT_NAMES 2048                   /* names of one entity that take part in matching */

#define LIMIT_WHO_NAME 64                  /* bytes of the name of an officer or a token */
#define LIMIT_PURPOSE 256                  /* bytes of the purpose of a search */
#define LIMIT_PASSWORD 1024                /* bytes of a password */
#define LIMIT_PASSWORD_LEAST 12            /* characters of a password (NIST SP 800-63B) */
#define LIMIT_PASSWORD_MEMORY ((size_t)64 << 20) /* bytes that hashing one password takes */
#define LIMIT_PASSWORDS_AT_ONCE 2          /* passwords that are hashed at the same time */
#define LIMIT_PASSWORDS_WAITING 16         /* logins that wait for that */
#define LIMIT_ATTEMPTS 100000              /* officers and addresses with failed logins */
#define LIMIT_RATES 4096                   /* tokens whose rate is kept in mind; a multiple of 4 */
#define LIMIT_RECENT 4096                  /* keys and sessions that are remembered; likewise */
#define LIMIT_SEARCH ((size_t)1 << 20)     /* bytes of the record of one search */
#define LIMIT_SEARCH_QUEUE ((size_t)16 << 20) /* bytes of records that wait to be written */

#define LIMIT_SEARCH_QUERY 16384           /* bytes of one full-text query */
#define LIMIT_SEARCH_DEPTH 32              /* parentheses within each other in it */
#define LIMIT_SEARCH_CLAUSES 512           /* words, phrases and ranges in it */
#define LIMIT_SEARCH_PATTERNS 32           /* of these: patterns, slips and ranges, which look far */
#define LIMIT_SEARCH_WORDS 1024            /* words that one pattern or slip may stand for */
#define LIMIT_SEARCH_RESULTS 9999          /* of one search: offset and limit; totals are exact so far */
#define LIMIT_SEARCH_VALUES 1000           /* values of one facet */

#endif
