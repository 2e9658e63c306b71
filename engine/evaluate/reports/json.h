/* json.h - members that the reports share as JSON
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* These add one member to the object that is open in @builder. */

/* @value: (nullable): UTF-8; NULL becomes null. */
void sem_json_add_text (JsonBuilder *builder, const char *name, const char *value);
void sem_json_add_count (JsonBuilder *builder, const char *name, gsize count);
/* An array. @values: (array): shape (n), none of them NaN or infinite. */
void sem_json_add_numbers (JsonBuilder *builder, const char *name, const double *values, guint n);

/* An object of "mean" and "sd". */
void sem_json_add_figure (JsonBuilder *builder, const char *name, double mean, double sd);

/* "seeds": the @n_seeds seeds from @first on. */
void sem_json_add_seeds (JsonBuilder *builder, guint64 first, guint n_seeds);

/* Adds the members of the object for one row. */
typedef void (*SemJsonRowFunc) (JsonBuilder *builder, gconstpointer row);

/* Adds "rows", an array of one object per element of @rows, and ends the open object.
 * Returns: (transfer full): the finished object on one line */
char *sem_json_finish (JsonBuilder *builder, const GArray *rows, SemJsonRowFunc add_row);

G_END_DECLS
