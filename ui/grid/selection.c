/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ui/grid/selection.h"

struct _SemGridSelection
{
  GObject parent_instance;

  GtkBitset *positions;
  guint anchor;
  guint lead;
};

static guint changed_signal;

G_DEFINE_FINAL_TYPE (SemGridSelection, sem_grid_selection, G_TYPE_OBJECT)

static void
sem_grid_selection_finalize (GObject *object)
{
  gtk_bitset_unref (SEM_GRID_SELECTION (object)->positions);
  G_OBJECT_CLASS (sem_grid_selection_parent_class)->finalize (object);
}

static void
sem_grid_selection_class_init (SemGridSelectionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sem_grid_selection_finalize;
  changed_signal = g_signal_new ("changed", SEM_TYPE_GRID_SELECTION, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
}

static void
sem_grid_selection_init (SemGridSelection *self)
{
  self->positions = gtk_bitset_new_empty ();
  self->anchor = self->lead = SEM_GRID_SELECTION_NONE;
}

SemGridSelection *
sem_grid_selection_new (void)
{
  return g_object_new (SEM_TYPE_GRID_SELECTION, NULL);
}

GtkBitset *
sem_grid_selection_get (SemGridSelection *self)
{
  return self->positions;
}

guint
sem_grid_selection_get_n (SemGridSelection *self)
{
  return (guint) gtk_bitset_get_size (self->positions);
}

gboolean
sem_grid_selection_contains (SemGridSelection *self, guint position)
{
  return gtk_bitset_contains (self->positions, position);
}

guint
sem_grid_selection_get_lead (SemGridSelection *self)
{
  if (gtk_bitset_is_empty (self->positions))
    return SEM_GRID_SELECTION_NONE;
  return gtk_bitset_contains (self->positions, self->lead)
           ? self->lead
           : gtk_bitset_get_minimum (self->positions);
}

guint
sem_grid_selection_get_anchor (SemGridSelection *self)
{
  return self->anchor;
}

/* @positions: (transfer full) */
static void
take (SemGridSelection *self, GtkBitset *positions)
{
  GtkBitset *old = self->positions;

  self->positions = positions;
  if (!gtk_bitset_equals (old, positions))
    g_signal_emit (self, changed_signal, 0);
  gtk_bitset_unref (old);
}

void
sem_grid_selection_set_only (SemGridSelection *self, guint position)
{
  self->anchor = self->lead = position;
  take (self, position == SEM_GRID_SELECTION_NONE ? gtk_bitset_new_empty ()
                                                  : gtk_bitset_new_range (position, 1));
}

void
sem_grid_selection_toggle (SemGridSelection *self, guint position)
{
  GtkBitset *positions = gtk_bitset_copy (self->positions);

  self->anchor = self->lead = position;
  if (!gtk_bitset_remove (positions, position))
    gtk_bitset_add (positions, position);
  take (self, positions);
}

void
sem_grid_selection_extend (SemGridSelection *self, guint position, gboolean add)
{
  const guint anchor = self->anchor != SEM_GRID_SELECTION_NONE ? self->anchor : position;
  GtkBitset *positions = add ? gtk_bitset_copy (self->positions) : gtk_bitset_new_empty ();

  gtk_bitset_add_range_closed (positions, MIN (anchor, position), MAX (anchor, position));
  self->anchor = anchor;
  self->lead = position;
  take (self, positions);
}

void
sem_grid_selection_set (SemGridSelection *self, GtkBitset *positions)
{
  take (self, gtk_bitset_copy (positions));
}

void
sem_grid_selection_set_all (SemGridSelection *self, guint n)
{
  take (self, gtk_bitset_new_range (0, n));
}

static guint
move (guint at, guint position, guint removed, guint added)
{
  if (at == SEM_GRID_SELECTION_NONE || at < position)
    return at;
  return at >= position + removed ? at - removed + added : SEM_GRID_SELECTION_NONE;
}

void
sem_grid_selection_splice (SemGridSelection *self, guint position, guint removed, guint added)
{
  GtkBitset *positions = gtk_bitset_copy (self->positions);

  gtk_bitset_splice (positions, position, removed, added);
  self->anchor = move (self->anchor, position, removed, added);
  self->lead = move (self->lead, position, removed, added);
  take (self, positions);
}
