/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-findings-group"

#include "config.h"

#include "ui/quality/findings-group.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "ui/widgets/photo-tile.h"

#define TILE_SIZE 56

struct _SemFindingsGroup
{
  GtkWidget parent_instance;

  AdwPreferencesGroup *group;
  GPtrArray *rows; /* of AdwActionRow; their parent owns them */
  GListModel *findings;
};

static guint opened_signal;

G_DEFINE_FINAL_TYPE (SemFindingsGroup, sem_findings_group, GTK_TYPE_WIDGET)

static void
title_cb (SemPhoto *photo, GParamSpec *pspec, AdwPreferencesRow *row)
{
  const char *title = sem_photo_get_title (photo);

  adw_preferences_row_set_title (row, *title ? title : _("Photo"));
}

static void
activated_cb (GtkWidget *row, SemFindingsGroup *self)
{
  g_autoptr (GListStore) photos = g_list_store_new (SEM_TYPE_PHOTO);
  guint position;

  for (guint i = 0; i < g_list_model_get_n_items (self->findings); i++)
    {
      g_autoptr (SemFinding) finding = g_list_model_get_item (self->findings, i);

      g_list_store_append (photos, sem_finding_get_photo (finding));
    }
  if (g_ptr_array_find (self->rows, row, &position))
    g_signal_emit (self, opened_signal, 0, photos, position);
}

static GtkWidget *
make_row (SemFindingsGroup *self, SemFinding *finding)
{
  SemPhoto *photo = sem_finding_get_photo (finding);
  GtkWidget *row = adw_action_row_new (), *tile = sem_photo_tile_new ();
  GtkWidget *place = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 1);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), sem_finding_get_words (finding));
  gtk_widget_set_size_request (tile, TILE_SIZE, TILE_SIZE);
  sem_photo_tile_set_size (SEM_PHOTO_TILE (tile), TILE_SIZE);
  gtk_widget_set_valign (place, GTK_ALIGN_CENTER);
  gtk_widget_set_margin_top (place, 6);
  gtk_widget_set_margin_bottom (place, 6);
  gtk_box_append (GTK_BOX (place), tile);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), place);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                             gtk_image_new_from_icon_name ("go-next-symbolic"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  title_cb (photo, NULL, ADW_PREFERENCES_ROW (row));
  g_signal_connect_object (photo, "notify::title", G_CALLBACK (title_cb), row, 0);
  g_signal_connect (row, "activated", G_CALLBACK (activated_cb), self);
  sem_photo_tile_bind (SEM_PHOTO_TILE (tile), photo);
  return row;
}

static void
changed_cb (SemFindingsGroup *self, guint position, guint n_removed, guint n_added)
{
  for (guint i = 0; i < n_removed; i++)
    adw_preferences_group_remove (self->group, self->rows->pdata[position + i]);
  if (n_removed > 0)
    g_ptr_array_remove_range (self->rows, position, n_removed);
  /* The model changes at its end, or as a whole. */
  for (guint i = position; i < position + n_added; i++)
    {
      g_autoptr (SemFinding) finding = g_list_model_get_item (self->findings, i);
      GtkWidget *row = make_row (self, finding);

      g_ptr_array_add (self->rows, row);
      adw_preferences_group_add (self->group, row);
    }
  gtk_widget_set_visible (GTK_WIDGET (self), self->rows->len > 0);
}

static void
sem_findings_group_dispose (GObject *object)
{
  SemFindingsGroup *self = SEM_FINDINGS_GROUP (object);

  if (self->findings)
    g_signal_handlers_disconnect_by_data (self->findings, self);
  g_clear_object (&self->findings);
  if (self->group)
    gtk_widget_unparent (GTK_WIDGET (self->group));
  self->group = NULL;

  G_OBJECT_CLASS (sem_findings_group_parent_class)->dispose (object);
}

static void
sem_findings_group_finalize (GObject *object)
{
  g_ptr_array_unref (SEM_FINDINGS_GROUP (object)->rows);

  G_OBJECT_CLASS (sem_findings_group_parent_class)->finalize (object);
}

static void
sem_findings_group_class_init (SemFindingsGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sem_findings_group_dispose;
  G_OBJECT_CLASS (klass)->finalize = sem_findings_group_finalize;
  opened_signal = g_signal_new ("opened", SEM_TYPE_FINDINGS_GROUP, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 2, G_TYPE_LIST_MODEL, G_TYPE_UINT);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
sem_findings_group_init (SemFindingsGroup *self)
{
  self->rows = g_ptr_array_new ();
  self->group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  gtk_widget_set_parent (GTK_WIDGET (self->group), GTK_WIDGET (self));
}

GtkWidget *
sem_findings_group_new (const char *title, const char *description, GListModel *findings)
{
  SemFindingsGroup *self = g_object_new (SEM_TYPE_FINDINGS_GROUP, NULL);

  adw_preferences_group_set_title (self->group, title);
  adw_preferences_group_set_description (self->group, description);
  self->findings = g_object_ref (findings);
  g_signal_connect_swapped (findings, "items-changed", G_CALLBACK (changed_cb), self);
  changed_cb (self, 0, 0, g_list_model_get_n_items (findings));
  return GTK_WIDGET (self);
}
