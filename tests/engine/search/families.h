/* families.h - an indexed library of drawn photos, and a searcher of it
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/search/search.h"
#include "tests/support/library-test.h"

/* With AddressSanitizer searching takes several times as long: less of it is done then, but for
 * SEMBLANCE_TEST_LONG. */
#ifdef __SANITIZE_ADDRESS__
#define FAMILIES_FEW (!g_getenv ("SEMBLANCE_TEST_LONG"))
#else
#define FAMILIES_FEW FALSE
#endif

G_BEGIN_DECLS

typedef struct
{
  LibraryTest base;
  SemSearcher *searcher;
} Families;

/* The library has the photos FAMILY/VARIANT.jpg, as library_test_photos() draws them. It is made
 * once for all tests that want as many and leave the photos as they are. */
void families_set_up (Families *self, guint families, guint variants);
/* @data: unused: for g_test_add(). */
void families_tear_down (Families *self, gconstpointer data);

G_END_DECLS
