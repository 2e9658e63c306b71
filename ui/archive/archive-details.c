/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-archive-details"

#include "config.h"

#include "ui/archive/archive-details.h"

#include <glib/gi18n-lib.h>

#include "ui/archive/archive-cell.h"
#include "ui/photo-actions.h"

/* Of paths, which are wrapped. */
#define MAX_CHARS 36

struct _SemArchiveDetails
{
  GtkPopover parent_instance;

  GtkLabel *title;
  GtkLabel *likeness;
  GtkLabel *places;
  GtkWidget *open;
  GtkWidget *find;

  GFile *file; /* (nullable) */
};

enum
{
  FIND_SIMILAR,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SemArchiveDetails, sem_archive_details, GTK_TYPE_POPOVER)

static void
open_cb (SemArchiveDetails *self)
{
  gtk_popover_popdown (GTK_POPOVER (self));
  if (self->file)
    sem_file_open (self->file, GTK_WIDGET (self));
}

static void
find_cb (SemArchiveDetails *self)
{
  gtk_popover_popdown (GTK_POPOVER (self));
  g_signal_emit (self, signals[FIND_SIMILAR], 0);
}

static GtkLabel *
add_label (GtkWidget *box, const char *style)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_max_width_chars (GTK_LABEL (label), MAX_CHARS);
  gtk_label_set_lines (GTK_LABEL (label), 8);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, style);
  gtk_box_append (GTK_BOX (box), label);
  return GTK_LABEL (label);
}

static GtkWidget *
add_button (SemArchiveDetails *self, GtkWidget *box, const char *label, GCallback clicked)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  g_signal_connect_swapped (button, "clicked", clicked, self);
  gtk_box_append (GTK_BOX (box), button);
  return button;
}

static void
sem_archive_details_finalize (GObject *object)
{
  g_clear_object (&SEM_ARCHIVE_DETAILS (object)->file);

  G_OBJECT_CLASS (sem_archive_details_parent_class)->finalize (object);
}

static void
sem_archive_details_class_init (SemArchiveDetailsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sem_archive_details_finalize;
  signals[FIND_SIMILAR] = g_signal_new ("find-similar", SEM_TYPE_ARCHIVE_DETAILS, G_SIGNAL_RUN_LAST,
                                        0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
sem_archive_details_init (SemArchiveDetails *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  gtk_widget_add_css_class (box, "scope");
  self->title = add_label (box, "heading");
  self->likeness = add_label (box, "numeric");
  self->places = add_label (box, "dim-label");
  gtk_label_set_selectable (self->places, TRUE);
  self->find = add_button (self, buttons, _("_Find Similar"), G_CALLBACK (find_cb));
  self->open = add_button (self, buttons, _("_Open"), G_CALLBACK (open_cb));
  gtk_box_append (GTK_BOX (box), buttons);
  gtk_popover_set_child (GTK_POPOVER (self), box);
}

GtkWidget *
sem_archive_details_new (void)
{
  return g_object_new (SEM_TYPE_ARCHIVE_DETAILS, NULL);
}

void
sem_archive_details_show (SemArchiveDetails *self, SemArchiveItem *item, gboolean can_find)
{
  const char *title = sem_archive_item_get_title (item);
  g_autofree char *likeness = sem_archive_cell_words_for_likeness (item);

  g_return_if_fail (SEM_IS_ARCHIVE_DETAILS (self));

  g_set_object (&self->file, sem_archive_item_get_file (item));
  gtk_label_set_label (self->title, *title ? title : _("Photo"));
  gtk_label_set_label (self->likeness, likeness);
  gtk_label_set_label (self->places, sem_archive_item_get_places (item));
  gtk_widget_set_visible (self->open, self->file != NULL);
  gtk_widget_set_visible (self->find, can_find);
  gtk_popover_popup (GTK_POPOVER (self));
  gtk_widget_child_focus (can_find ? self->find : GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
}
