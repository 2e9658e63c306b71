/* search-period.h - days, months and years as people write them
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * sem_search_parse_period:
 * @text: a year, month or day of the Gregorian calendar: "2026", "2026-07" or "2026-07-01"
 * @start: (out): its first second, as in SemSearchScope.from
 * @end: (out): the first second after it, as in SemSearchScope.until
 *
 * Takes exactly these three forms, with the years 0001 to 9999.
 *
 * Returns: %FALSE where @text is none of them, or there is no such month or day
 */
gboolean sem_search_parse_period (const char *text, gint64 *start, gint64 *end);

G_END_DECLS
