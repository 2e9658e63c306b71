/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/map/assignment.h"

#define MOST SEM_ASSIGNMENT_MOST
#define NOBODY G_MAXUINT8

typedef struct
{
  const float *costs;
  guint n;
  double of_item[MOST];  /* dual variables: no reduced cost is negative, and those of assigned */
  double of_place[MOST]; /* items are 0 */
  guint8 item_at[MOST];
} Assignment;

/* The shortest paths from one item to the places. */
typedef struct
{
  double length[MOST];
  guint8 from[MOST]; /* the place before each on its path, NOBODY for the start */
  gboolean done[MOST];
} Paths;

/* Shortens the paths that continue from @item, which was reached over @before with the length
 * @length. */
static void
relax (const Assignment *self, Paths *paths, guint item, guint8 before, double length)
{
  const float *row = self->costs + (gsize) item * self->n;

  for (guint j = 0; j < self->n; j++)
    {
      const double reduced = row[j] - self->of_item[item] - self->of_place[j];

      if (!paths->done[j] && length + reduced < paths->length[j])
        {
          paths->length[j] = length + reduced;
          paths->from[j] = before;
        }
    }
}

static guint8
find_nearest (const Paths *paths, guint n)
{
  guint8 nearest = NOBODY;

  for (guint8 j = 0; j < n; j++)
    if (!paths->done[j] && (nearest == NOBODY || paths->length[j] < paths->length[nearest]))
      nearest = j;
  return nearest;
}

/* Keeps the reduced costs of all paths that were walked at 0. */
static void
update_duals (Assignment *self, const Paths *paths, guint start, double length)
{
  self->of_item[start] += length;
  for (guint j = 0; j < self->n; j++)
    if (paths->done[j] && self->item_at[j] != NOBODY)
      {
        self->of_item[self->item_at[j]] += length - paths->length[j];
        self->of_place[j] -= length - paths->length[j];
      }
}

static void
add_item (Assignment *self, guint8 start)
{
  Paths paths = { 0 };
  guint8 place, before;

  for (guint j = 0; j < self->n; j++)
    paths.length[j] = G_MAXDOUBLE;
  relax (self, &paths, start, NOBODY, 0);
  for (;;)
    {
      place = find_nearest (&paths, self->n);
      if (self->item_at[place] == NOBODY)
        break;
      paths.done[place] = TRUE;
      relax (self, &paths, self->item_at[place], place, paths.length[place]);
    }
  update_duals (self, &paths, start, paths.length[place]);
  for (; (before = paths.from[place]) != NOBODY; place = before)
    self->item_at[place] = self->item_at[before];
  self->item_at[place] = start;
}

void
sem_assignment_solve (const float *costs, guint n, guint8 *places)
{
  Assignment self = { .costs = costs, .n = n };

  g_return_if_fail (n >= 1 && n <= MOST);
  for (guint j = 0; j < n; j++)
    self.item_at[j] = NOBODY;
  for (guint8 i = 0; i < n; i++)
    add_item (&self, i);
  for (guint8 j = 0; j < n; j++)
    places[self.item_at[j]] = j;
}
