/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-grid"

#include "config.h"

#include "ui/grid/grid-view-private.h"

#define NONE GTK_INVALID_LIST_POSITION
#define NO_ID -1
#define HEADING_HEIGHT 42

/* Where an item was, in a list that changed. */
static guint
follow (guint at, guint position, guint removed, guint added)
{
  if (at == NONE || at < position)
    return at;
  return at >= position + removed ? at - removed + added : NONE;
}

static gint64
id_at (SemGridView *self, guint position)
{
  return position < self->layout.n ? sem_browse_get_id ((SemBrowse *) self->model, position)
                                   : NO_ID;
}

static guint
find_id (SemGridView *self, gint64 id)
{
  return id != NO_ID ? sem_browse_find ((SemBrowse *) self->model, id) : NONE;
}

/* Before ----------------------------------------------------------------------------------------
 */

/* What is at the very top stays there, so that new photos can be seen to come. */
static guint
find_top (SemGridView *self, double *offset)
{
  const double scroll = sem_grid_view_get_scroll (self);
  guint top;
  double x, y;

  if (scroll <= 0 || self->placing || self->layout.n == 0 || self->layout.width <= 0)
    return NONE;
  top = sem_grid_view_find_first_in_view (self);
  sem_grid_layout_get_place (&self->layout, top, &x, &y);
  *offset = y - scroll;
  return top;
}

static void
changing_cb (SemGridView *self)
{
  const guint top = find_top (self, &self->kept_offset);
  GtkBitsetIter iter;
  guint position;

  self->kept_top = id_at (self, top);
  self->kept_focus = id_at (self, self->focus);
  self->kept_anchor = id_at (self, sem_grid_selection_get_anchor (self->selection));
  g_clear_pointer (&self->kept_ids, g_array_unref);
  self->kept_ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  if (gtk_bitset_iter_init_first (&iter, sem_grid_selection_get (self->selection), &position))
    do
      {
        const gint64 id = id_at (self, position);

        g_array_append_val (self->kept_ids, id);
      }
    while (gtk_bitset_iter_next (&iter, &position));
}

/* After ---------------------------------------------------------------------------------------- */

static void
take_sections (SemGridView *self)
{
  g_autoptr (GArray) starts = g_array_new (FALSE, FALSE, sizeof (guint));
  const guint n = self->model ? g_list_model_get_n_items (self->model) : 0;

  if (SEM_IS_BROWSE (self->model))
    for (guint i = 0; i < sem_browse_get_n_sections ((SemBrowse *) self->model); i++)
      {
        const guint start = sem_browse_get_section_start ((SemBrowse *) self->model, i);

        g_array_append_val (starts, start);
      }
  sem_grid_layout_set_items (&self->layout, n, starts, HEADING_HEIGHT);
}

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  const gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;

  return (x > y) - (x < y);
}

/* Looks at the list once, however many are selected. */
static void
restore_selection (SemGridView *self)
{
  g_autoptr (GArray) ids = g_steal_pointer (&self->kept_ids);
  g_autoptr (GtkBitset) positions = gtk_bitset_new_empty ();

  g_array_sort (ids, compare_ids);
  for (guint i = 0; ids->len > 0 && i < self->layout.n; i++)
    {
      const gint64 id = id_at (self, i);

      if (g_array_binary_search (ids, &id, compare_ids, NULL))
        gtk_bitset_add (positions, i);
    }
  sem_grid_selection_set (self->selection, positions);
}

static gboolean
has_focus (SemGridView *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root ? gtk_root_get_focus (root) : NULL;

  return focus && gtk_widget_is_ancestor (focus, GTK_WIDGET (self));
}

/* Cells keep showing the same positions, moved by @shift; tiles whose photo is the same do not even
 * notice. */
static void
move_cells (SemGridView *self, int shift)
{
  const int first = (int) self->first + shift;
  const guint n = self->layout.n;

  if (self->stray)
    {
      gtk_widget_unparent (self->stray);
      self->stray = NULL;
    }
  if (first < 0 || (guint) first + self->cells->len > n)
    {
      sem_grid_view_drop_cells (self);
      self->first = 0;
      return;
    }
  self->first = (guint) first;
  sem_grid_view_rebind (self);
}

static void
finish (SemGridView *self, guint old_top, guint new_top, double offset, guint focus)
{
  const gboolean had_focus = has_focus (self);
  double x, y;

  self->focus = focus != NONE ? focus : MIN (self->focus, self->layout.n - 1);
  if (self->layout.n == 0)
    self->focus = NONE;
  move_cells (self, old_top != NONE && new_top != NONE ? (int) new_top - (int) old_top : 0);
  if (new_top != NONE && new_top < self->layout.n)
    {
      sem_grid_layout_get_place (&self->layout, new_top, &x, &y);
      self->place = (SemGridPlace){ .scroll = -1, .focus = self->focus, .before = y - offset };
      self->placing = TRUE;
    }
  sem_grid_view_lay_out_now (self);
  if (had_focus && self->focus != NONE)
    sem_grid_view_focus_item (self, self->focus, FALSE);
}

static void
browse_changed (SemGridView *self, guint position, guint removed, guint added)
{
  double offset;
  const guint old_top = find_top (self, &offset);
  const guint anchor = find_id (self, self->kept_anchor);

  take_sections (self);
  restore_selection (self);
  if (anchor != NONE && sem_grid_selection_get_n (self->selection) == 1
      && sem_grid_selection_contains (self->selection, anchor))
    sem_grid_selection_set_only (self->selection, anchor);
  finish (self, old_top, find_id (self, self->kept_top), self->kept_offset,
          find_id (self, self->kept_focus));
}

static void
items_changed_cb (GListModel *model, guint position, guint removed, guint added, SemGridView *self)
{
  double offset = 0;
  const guint top = find_top (self, &offset);

  if (self->kept_ids)
    {
      browse_changed (self, position, removed, added);
      return;
    }
  take_sections (self);
  sem_grid_selection_splice (self->selection, position, removed, added);
  finish (self, top, follow (top, position, removed, added), offset,
          follow (self->focus, position, removed, added));
}

/* Also where only the sections differ. */
static void
arranged_cb (SemGridView *self)
{
  if (!self->kept_ids)
    return;
  g_clear_pointer (&self->kept_ids, g_array_unref);
  take_sections (self);
  sem_grid_view_rebind (self);
  sem_grid_view_lay_out_now (self);
}

void
sem_grid_view_connect_model (SemGridView *self)
{
  take_sections (self);
  if (!self->model)
    return;
  g_signal_connect (self->model, "items-changed", G_CALLBACK (items_changed_cb), self);
  if (SEM_IS_BROWSE (self->model))
    {
      g_signal_connect_swapped (self->model, "changing", G_CALLBACK (changing_cb), self);
      g_signal_connect_swapped (self->model, "arranged", G_CALLBACK (arranged_cb), self);
    }
}

void
sem_grid_view_disconnect_model (SemGridView *self)
{
  if (self->model)
    g_signal_handlers_disconnect_by_data (self->model, self);
  g_clear_pointer (&self->kept_ids, g_array_unref);
}
