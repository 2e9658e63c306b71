/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-grid"

#include "config.h"

#include "ui/grid/grid-view-private.h"

#include <math.h>

static void
configure (SemGridView *self, double value, int width, int height)
{
  const double upper = MAX (height, sem_grid_layout_get_height (&self->layout));

  self->configuring = TRUE;
  gtk_adjustment_configure (self->adjustments[GTK_ORIENTATION_VERTICAL],
                            CLAMP (value, 0, upper - height), 0, upper, self->layout.tile * .5,
                            height * .9, height);
  gtk_adjustment_configure (self->adjustments[GTK_ORIENTATION_HORIZONTAL], 0, 0, width, width * .1,
                            width * .9, width);
  self->configuring = FALSE;
}

/* Returns: where to scroll to. What is at the upper edge stays there at any size. */
static double
fit (SemGridView *self, int width)
{
  const double scroll = sem_grid_view_get_scroll (self);
  const gboolean was_fitted = self->layout.width > 0 && scroll > 0;
  const int old_tile = self->layout.tile;
  const guint old_columns = self->layout.columns;
  const double above = was_fitted ? sem_grid_layout_count_above (&self->layout, scroll) : 0;

  sem_grid_layout_fit (&self->layout, width, self->least, self->most);
  if (!was_fitted || (old_tile == self->layout.tile && old_columns == self->layout.columns))
    return scroll;
  return round (sem_grid_layout_find_above (&self->layout, above));
}

/* A bar that appears below the grid does not cover the photo that has the focus. */
static double
keep_focus_in_view (SemGridView *self, double value, int height)
{
  const double page = gtk_adjustment_get_page_size (self->adjustments[GTK_ORIENTATION_VERTICAL]);
  double x, y;

  if (height >= page || self->focus >= self->layout.n || value != sem_grid_view_get_scroll (self))
    return value;
  sem_grid_layout_get_place (&self->layout, self->focus, &x, &y);
  y += self->layout.tile;
  return y <= value + page && y > value + height ? y - height : value;
}

gboolean
sem_grid_view_lay_out (SemGridView *self, int width, int height)
{
  double value = keep_focus_in_view (self, fit (self, width), height);
  const gboolean placed = self->placing && self->layout.n > 0;

  if (placed && self->place.scroll < 0)
    value = self->place.before;
  else if (placed && self->place.scroll == 0 && self->place.before == 0)
    value = 0;
  else if (placed)
    value =
      round (sem_grid_layout_find_above (&self->layout, self->place.scroll) - self->place.before);
  configure (self, value, width, height);
  if (placed)
    self->placing = FALSE;
  return placed;
}

void
sem_grid_view_lay_out_now (SemGridView *self)
{
  const int width = gtk_widget_get_width (GTK_WIDGET (self));
  const int height = gtk_widget_get_height (GTK_WIDGET (self));

  if (width > 0 && height > 0)
    {
      const gboolean placed = sem_grid_view_lay_out (self, width, height);

      sem_grid_view_update_cells (self, height);
      if (placed)
        g_signal_emit_by_name (self, "place-changed");
    }
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

static gboolean
catch_up_cb (gpointer user_data)
{
  SemGridView *self = user_data;

  self->catching_up = 0;
  sem_grid_view_lay_out_now (self);
  return G_SOURCE_REMOVE;
}

void
sem_grid_view_catch_up (SemGridView *self)
{
  if (!self->catching_up)
    self->catching_up = g_idle_add_full (G_PRIORITY_HIGH_IDLE, catch_up_cb, self, NULL);
}
