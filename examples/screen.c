/* SPDX-License-Identifier: Apache-2.0
 *
 * Screens a name against the lists of a home and says why: the whole of what a program needs to use
 * libtocsin.
 *
 *     cc screen.c $(pkg-config --cflags --libs tocsin) -o screen
 *     ./screen HOME NAME [BIRTH-DATE]
 */
#include <stdio.h>
#include <tocsin/tocsin.h>

static void print_result(const struct tocsin_results *r, size_t i)
{
    const struct tocsin_reason *reasons;
    size_t n = tocsin_result_reasons(r, i, &reasons);

    printf("%.2f  %s  (%s, %s)\n", tocsin_result_score(r, i), tocsin_result_caption(r, i),
           tocsin_result_id(r, i), tocsin_result_dataset(r, i));
    for (size_t k = 0; k < n; k++)
        printf("      %s: %s\n", reasons[k].title, reasons[k].detail ? reasons[k].detail : "");
}

static struct tocsin_err *screen(struct tocsin_node *node, struct tocsin_query *query, int *matches)
{
    struct tocsin_results *results;
    struct tocsin_err *err = tocsin_screen(node, query, NULL, &results);

    if (err)
        return err;
    for (size_t i = 0; i < tocsin_results_count(results); i++)
        print_result(results, i);
    *matches = (int)tocsin_results_count(results);
    tocsin_results_free(results);
    return NULL;
}

static struct tocsin_err *ask(const char *home, const char *name, const char *birth, int *matches)
{
    struct tocsin_node *node = NULL;
    struct tocsin_query *query = NULL;
    struct tocsin_err *err = tocsin_open(home, TOCSIN_READ, &node);

    if (!err)
        err = tocsin_query_new("Person", &query);
    if (!err)
        err = tocsin_query_add(query, "name", name);
    if (!err && birth)
        err = tocsin_query_add(query, "birthDate", birth);
    if (!err)
        err = screen(node, query, matches);
    tocsin_query_free(query);
    tocsin_close(node);
    return err;
}

int main(int argc, char **argv)
{
    int matches = 0;

    if (argc < 3) {
        fprintf(stderr, "usage: screen HOME NAME [BIRTH-DATE]\n");
        return 2;
    }
    struct tocsin_err *err = ask(argv[1], argv[2], argc > 3 ? argv[3] : NULL, &matches);
    if (err) {
        fprintf(stderr, "screen: %s\n", tocsin_err_text(err));
        tocsin_err_free(err);
        return 3;
    }
    return matches > 0;
}
