/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-moved-bar"

#include "config.h"

#include "ui/library/moved-bar.h"

#include <glib/gi18n-lib.h>

#include "ui/models/beside-layout.h"
#include "ui/words.h"

struct _SemMovedBar
{
  GtkWidget parent_instance;

  GtkWidget *revealer;
  GtkLabel *sentence;

  SemFolderRemovals *removals;
  AdwToastOverlay *overlay;
  GHashTable *answered; /* GFile: folders for which the user has answered */
  SemFolder *folder;    /* (nullable): the folder that the bar is about */
};

G_DEFINE_FINAL_TYPE (SemMovedBar, sem_moved_bar, GTK_TYPE_WIDGET)

/* Returns: (transfer full) (nullable): the first folder that was moved and is not answered. */
static SemFolder *
find_moved (SemMovedBar *self)
{
  GListModel *folders = sem_folder_removals_get_folders (self->removals);

  for (guint i = 0; i < g_list_model_get_n_items (folders); i++)
    {
      g_autoptr (SemFolder) folder = g_list_model_get_item (folders, i);

      if (sem_folder_get_moved_to (folder)
          && !g_hash_table_contains (self->answered, sem_folder_get_file (folder)))
        return g_steal_pointer (&folder);
    }
  return NULL;
}

static void
update (SemMovedBar *self)
{
  g_clear_object (&self->folder);
  self->folder = find_moved (self);
  if (self->folder)
    {
      g_autoptr (GFile) place = g_file_new_for_path (sem_folder_get_moved_to (self->folder));
      g_autofree char *old_path = sem_words_for_folder (sem_folder_get_file (self->folder));
      g_autofree char *new_path = sem_words_for_folder (place);
      g_autofree char *old_name = sem_words_shorten_path (old_path);
      g_autofree char *new_name = sem_words_shorten_path (new_path);
      /* Translators: both are folders. */
      g_autofree char *sentence =
        g_strdup_printf (_("The photos of “%s” are in “%s” now."), old_name, new_name);

      gtk_label_set_label (self->sentence, sentence);
    }
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->revealer), self->folder != NULL);
}

static void
answer (SemMovedBar *self)
{
  g_hash_table_add (self->answered, g_object_ref (sem_folder_get_file (self->folder)));
}

static void
remove_cb (GtkButton *button, SemMovedBar *self)
{
  g_autoptr (SemFolder) folder = NULL;

  if (!self->folder)
    return;
  folder = g_object_ref (self->folder);
  answer (self);
  /* The list changes, and with it the folder of the bar. */
  sem_folder_removals_add (self->removals, folder, self->overlay);
}

static void
keep_cb (GtkButton *button, SemMovedBar *self)
{
  if (!self->folder)
    return;
  answer (self);
  update (self);
}

static void
sem_moved_bar_dispose (GObject *object)
{
  SemMovedBar *self = SEM_MOVED_BAR (object);

  if (self->removals)
    g_signal_handlers_disconnect_by_data (sem_folder_removals_get_folders (self->removals), self);
  g_clear_object (&self->removals);
  g_clear_object (&self->overlay);
  g_clear_object (&self->folder);
  g_clear_pointer (&self->revealer, gtk_widget_unparent);

  G_OBJECT_CLASS (sem_moved_bar_parent_class)->dispose (object);
}

static void
sem_moved_bar_finalize (GObject *object)
{
  g_hash_table_unref (SEM_MOVED_BAR (object)->answered);

  G_OBJECT_CLASS (sem_moved_bar_parent_class)->finalize (object);
}

static void
sem_moved_bar_class_init (SemMovedBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sem_moved_bar_dispose;
  G_OBJECT_CLASS (klass)->finalize = sem_moved_bar_finalize;
  g_type_ensure (SEM_TYPE_BESIDE_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/semblance/Semblance/ui/moved-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, SemMovedBar, revealer);
  gtk_widget_class_bind_template_child (widget_class, SemMovedBar, sentence);
  gtk_widget_class_bind_template_callback (widget_class, remove_cb);
  gtk_widget_class_bind_template_callback (widget_class, keep_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_css_name (widget_class, "movedbar");
}

static void
sem_moved_bar_init (SemMovedBar *self)
{
  self->answered =
    g_hash_table_new_full (g_file_hash, (GEqualFunc) g_file_equal, g_object_unref, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
sem_moved_bar_set_removals (SemMovedBar *self,
                            SemFolderRemovals *removals,
                            AdwToastOverlay *overlay)
{
  g_return_if_fail (SEM_IS_MOVED_BAR (self));
  g_return_if_fail (SEM_IS_FOLDER_REMOVALS (removals));
  g_return_if_fail (!self->removals);

  self->removals = g_object_ref (removals);
  self->overlay = g_object_ref (overlay);
  g_signal_connect_swapped (sem_folder_removals_get_folders (removals), "items-changed",
                            G_CALLBACK (update), self);
  update (self);
}
