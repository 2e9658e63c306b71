/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-duplicates-view"

#include "config.h"

#include "ui/duplicates/duplicates-view-private.h"

#include <math.h>

guint
sem_duplicates_view_count (SemDuplicatesView *self)
{
  return self->list ? g_list_model_get_n_items (G_LIST_MODEL (self->list)) : 0;
}

void
sem_duplicates_view_find_range (SemDuplicatesView *self, guint *first, guint *end)
{
  GtkAdjustment *adjustment = self->adjustments[GTK_ORIENTATION_VERTICAL];
  const double value = gtk_adjustment_get_value (adjustment);
  const double page = gtk_adjustment_get_page_size (adjustment);

  *first = MIN ((guint) (value / self->row_height), sem_duplicates_view_count (self));
  *end = MIN ((guint) ceil ((value + page) / self->row_height), sem_duplicates_view_count (self));
}

SemDuplicateRow *
sem_duplicates_view_get_row (SemDuplicatesView *self, guint position)
{
  return self->rows->pdata[position % self->rows->len];
}

static void
hide_row (SemDuplicateRow *row)
{
  sem_duplicate_row_set_current (row, G_MAXUINT);
  sem_duplicate_row_show (row, NULL, NULL);
  gtk_widget_set_child_visible (GTK_WIDGET (row), FALSE);
  gtk_accessible_update_state (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
}

void
sem_duplicates_view_hide_rows (SemDuplicatesView *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    hide_row (self->rows->pdata[i]);
}

static void
show_row (SemDuplicatesView *self, guint position)
{
  SemDuplicateRow *row = sem_duplicates_view_get_row (self, position);
  g_autoptr (SemDuplicateSet) set = g_list_model_get_item (G_LIST_MODEL (self->list), position);

  sem_duplicate_row_show (row, set, self->absence);
  sem_duplicate_row_set_current (row, set == self->current ? self->index : G_MAXUINT);
  gtk_widget_set_child_visible (GTK_WIDGET (row), TRUE);
  gtk_accessible_update_state (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_STATE_HIDDEN, FALSE, -1);
}

/* The position that a row is for, from that of the first row in view on. */
static guint
get_place (SemDuplicatesView *self, guint row, guint first)
{
  return first + (row + self->rows->len - first % self->rows->len) % self->rows->len;
}

void
sem_duplicates_view_update_rows (SemDuplicatesView *self)
{
  guint first, end;

  sem_duplicates_view_find_range (self, &first, &end);
  for (guint i = 0; i < self->rows->len; i++)
    if (get_place (self, i, first) >= end)
      hide_row (self->rows->pdata[i]);
  for (guint i = first; i < end; i++)
    show_row (self, i);
}

void
sem_duplicates_view_allocate_rows (SemDuplicatesView *self)
{
  const double value = gtk_adjustment_get_value (self->adjustments[GTK_ORIENTATION_VERTICAL]);
  const int width = gtk_widget_get_width (GTK_WIDGET (self));
  guint first, end;

  sem_duplicates_view_find_range (self, &first, &end);
  /* Rows that have become higher, say, moved these out of view, and they are drawn no more. */
  for (guint i = 0; i < self->rows->len; i++)
    if (get_place (self, i, first) >= end)
      gtk_widget_set_child_visible (self->rows->pdata[i], FALSE);
  for (guint i = first; i < end && self->rows->len > 0; i++)
    {
      GtkWidget *row = GTK_WIDGET (sem_duplicates_view_get_row (self, i));
      int minimum;

      if (!gtk_widget_get_child_visible (row))
        continue;
      gtk_widget_measure (row, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
      gtk_widget_size_allocate (row,
                                &(GtkAllocation){
                                  0, (int) round (i * (double) self->row_height - value),
                                  MAX (width, minimum), self->row_height },
                                -1);
    }
}
