/* SPDX-License-Identifier: Apache-2.0
 *
 * print: the table of commands in every form that it is wanted in.
 *
 *   print_help   for people, wrapped to the terminal; 'c' NULL: the program as a whole
 *   print_scdoc  the source of a man page, tocsin-screen(1) or tocsin(1)
 *   print_bash, print_zsh, print_fish   completions of all commands
 *   print_json   everything, for other tools
 *
 * and the table of settings (config.h):
 *
 *   print_settings_scdoc      the source of the man page node.yaml, tocsin-node.yaml(5)
 *   print_settings_markdown   docs/settings.md
 */
#ifndef TOCSIN_CMD_PRINT_H
#define TOCSIN_CMD_PRINT_H

#include <stdio.h>

#include "cmd/table.h"
#include "cmd/term.h"

void print_help(const struct term *t, const struct command *c);
void print_scdoc(FILE *out, const struct command *c);
void print_bash(FILE *out);
void print_zsh(FILE *out);
void print_fish(FILE *out);
void print_json(FILE *out);
void print_settings_scdoc(FILE *out);
void print_settings_markdown(FILE *out);

#endif
