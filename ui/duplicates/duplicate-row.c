/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-duplicate-row"

#include "config.h"

#include "ui/duplicates/duplicate-row.h"

#include <glib/gi18n-lib.h>

#include "ui/accessible.h"
#include "ui/duplicates/duplicates-words.h"
#include "ui/widgets/sideways.h"

struct _SemDuplicateRow
{
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkWidget *scroller;
  GtkBox *strip;
  GtkLabel *title;
  GtkLabel *summary;
  GtkLabel *more;
  GtkWidget *accept_button;
  GPtrArray *cells; /* of the strip, also those that show nothing now */
  SemDuplicateSet *set;
  SemAbsence *absence;
  guint current;
};

static guint act_signal;

G_DEFINE_FINAL_TYPE (SemDuplicateRow, sem_duplicate_row, GTK_TYPE_WIDGET)

static guint
count_cells (SemDuplicateRow *self)
{
  return self->set ? MIN (sem_duplicate_set_get_n_files (self->set), SEM_DUPLICATE_ROW_MOST) : 0;
}

static void
show_cells (SemDuplicateRow *self)
{
  const guint n = count_cells (self);

  /* Also a row without photos is as high as the others. */
  while (self->cells->len < MAX (n, 1))
    {
      GtkWidget *cell = sem_duplicate_cell_new ();

      gtk_box_insert_child_after (self->strip, cell,
                                  self->cells->len > 0 ? self->cells->pdata[self->cells->len - 1]
                                                       : NULL);
      g_ptr_array_add (self->cells, cell);
    }
  for (guint i = 0; i < self->cells->len; i++)
    {
      SemDuplicateCell *cell = self->cells->pdata[i];

      gtk_widget_set_visible (GTK_WIDGET (cell), i < MAX (n, 1));
      if (i < n)
        sem_duplicate_cell_show (cell, self->set, i, self->absence);
      else
        sem_duplicate_cell_clear (cell);
    }
}

static void
show_words (SemDuplicateRow *self)
{
  const char *title = sem_duplicates_words_for_kind (sem_duplicate_set_get_kind (self->set));
  const guint n_more = sem_duplicate_set_get_n_files (self->set) - count_cells (self);
  g_autofree char *what = sem_duplicates_words_for_set (self->set);
  g_autofree char *more =
    g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "and %'u more", "and %'u more", n_more), n_more);
  /* The end of the strip is far to the side: what goes is more than what is seen. */
  g_autofree char *summary =
    n_more > 0 ? g_strdup_printf (_("%s · the first %'u are shown"), what, count_cells (self))
               : g_steal_pointer (&what);
  g_autofree char *label = g_strdup_printf ("%s, %s", title, summary);

  gtk_label_set_label (self->title, title);
  gtk_label_set_label (self->summary, summary);
  gtk_label_set_label (self->more, more);
  gtk_widget_set_visible (GTK_WIDGET (self->more), n_more > 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static void
changed_cb (SemDuplicateRow *self)
{
  const gboolean accepted = sem_duplicate_set_get_accepted (self->set);
  const char *words = accepted ? _("Not Accepted Any More") : _("Accept");

  show_cells (self);
  show_words (self);
  if (accepted)
    gtk_widget_add_css_class (GTK_WIDGET (self), "accepted");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "accepted");
  gtk_button_set_icon_name (GTK_BUTTON (self->accept_button),
                            accepted ? "edit-undo-symbolic" : "object-select-symbolic");
  gtk_widget_set_tooltip_text (self->accept_button, words);
  sem_accessible_set_label (self->accept_button, words);
}

void
sem_duplicate_row_show (SemDuplicateRow *self, SemDuplicateSet *set, SemAbsence *absence)
{
  GtkAdjustment *sideways;

  g_return_if_fail (SEM_IS_DUPLICATE_ROW (self));

  g_set_object (&self->absence, absence);
  if (self->set == set)
    return;
  if (self->set)
    g_signal_handlers_disconnect_by_data (self->set, self);
  g_set_object (&self->set, set);
  if (!set)
    {
      show_cells (self);
      return;
    }
  g_signal_connect_swapped (set, "changed", G_CALLBACK (changed_cb), self);
  changed_cb (self);
  sideways = gtk_scrolled_window_get_hadjustment (GTK_SCROLLED_WINDOW (self->scroller));
  gtk_adjustment_set_value (sideways, 0);
}

/* Buttons -------------------------------------------------------------------------------------- */

static void
clicked_cb (GtkButton *button, SemDuplicateRow *self)
{
  if (self->set)
    g_signal_emit (self, act_signal, 0, g_object_get_data (G_OBJECT (button), "act"));
}

/* @action: static. Keys do the same; in the order of the Tab key there would be three buttons for
 * each group. */
static GtkWidget *
add_button (SemDuplicateRow *self, GtkBox *line, const char *icon, const char *words, char *action)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_focusable (button, FALSE);
  gtk_widget_set_focus_on_click (button, FALSE);
  gtk_widget_set_tooltip_text (button, words);
  sem_accessible_set_label (button, words);
  g_object_set_data (G_OBJECT (button), "act", action);
  g_signal_connect (button, "clicked", G_CALLBACK (clicked_cb), self);
  gtk_box_append (line, button);
  return button;
}

/* The widget ----------------------------------------------------------------------------------- */

static void
sem_duplicate_row_dispose (GObject *object)
{
  SemDuplicateRow *self = SEM_DUPLICATE_ROW (object);

  if (self->set)
    g_signal_handlers_disconnect_by_data (self->set, self);
  g_clear_object (&self->set);
  g_clear_object (&self->absence);
  g_clear_pointer (&self->cells, g_ptr_array_unref);
  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (sem_duplicate_row_parent_class)->dispose (object);
}

static void
sem_duplicate_row_class_init (SemDuplicateRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sem_duplicate_row_dispose;
  act_signal = g_signal_new ("act", SEM_TYPE_DUPLICATE_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                             G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "duplicaterow");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static GtkLabel *
make_label (const char *style)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, style);
  return GTK_LABEL (label);
}

static void
add_heading (SemDuplicateRow *self)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->title = make_label ("heading");
  self->summary = make_label ("dim-label");
  gtk_widget_add_css_class (GTK_WIDGET (self->summary), "numeric");
  gtk_widget_add_css_class (GTK_WIDGET (self->summary), "caption");
  gtk_label_set_wrap (self->summary, TRUE);
  gtk_label_set_lines (self->summary, 2);
  gtk_box_append (GTK_BOX (words), GTK_WIDGET (self->title));
  gtk_box_append (GTK_BOX (words), GTK_WIDGET (self->summary));
  gtk_widget_set_hexpand (words, TRUE);
  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (line), words);
  add_button (self, GTK_BOX (line), "action-unavailable-symbolic", _("Not the Same"),
              (char *) "duplicates.different");
  add_button (self, GTK_BOX (line), "user-trash-symbolic", _("Move Marked to Trash"),
              (char *) "duplicates.trash-group");
  self->accept_button = add_button (self, GTK_BOX (line), "object-select-symbolic", _("Accept"),
                                    (char *) "duplicates.accept");
  gtk_box_append (GTK_BOX (self->box), line);
}

static void
sem_duplicate_row_init (SemDuplicateRow *self)
{
  self->current = G_MAXUINT;
  self->cells = g_ptr_array_new ();
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  add_heading (self);
  self->strip = GTK_BOX (gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6));
  self->more = make_label ("dim-label");
  gtk_box_append (self->strip, GTK_WIDGET (self->more));
  self->scroller = sem_sideways_new (GTK_WIDGET (self->strip));
  gtk_box_append (GTK_BOX (self->box), self->scroller);
  show_cells (self);
}

GtkWidget *
sem_duplicate_row_new (void)
{
  return g_object_new (SEM_TYPE_DUPLICATE_ROW, NULL);
}

SemDuplicateSet *
sem_duplicate_row_get_set (SemDuplicateRow *self)
{
  g_return_val_if_fail (SEM_IS_DUPLICATE_ROW (self), NULL);
  return self->set;
}

SemDuplicateCell *
sem_duplicate_row_get_cell (SemDuplicateRow *self, guint index)
{
  g_return_val_if_fail (SEM_IS_DUPLICATE_ROW (self), NULL);
  return index < count_cells (self) ? self->cells->pdata[index] : NULL;
}

static void
set_cell_current (GtkWidget *cell, gboolean current)
{
  gtk_widget_set_focusable (cell, current);
  if (current)
    gtk_widget_add_css_class (cell, "current");
  else
    gtk_widget_remove_css_class (cell, "current");
}

void
sem_duplicate_row_set_current (SemDuplicateRow *self, guint index)
{
  g_return_if_fail (SEM_IS_DUPLICATE_ROW (self));

  /* The focus moves before the cell that had it stops taking it. */
  if (index < self->cells->len)
    set_cell_current (self->cells->pdata[index], TRUE);
  if (index != self->current && self->current < self->cells->len)
    set_cell_current (self->cells->pdata[self->current], FALSE);
  self->current = index;
  if (index != G_MAXUINT)
    gtk_widget_add_css_class (GTK_WIDGET (self), "current");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "current");
}
