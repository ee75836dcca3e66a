/* SPDX-License-Identifier: Apache-2.0
 *
 * A library and a program need a source of their own; this one anchors the version in both, so that
 * `strings` on either tells which it is.
 */
extern const char tocsin_build_version[] __attribute__((visibility("hidden")));
const char tocsin_build_version[] = "tocsin " TOCSIN_VERSION;
