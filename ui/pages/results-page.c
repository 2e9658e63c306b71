/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-results-page"

#include "config.h"

#include "ui/pages/results-page.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "ui/widgets/query-well.h"
#include "ui/widgets/texture.h"
#include "ui/words.h"

#define LONGEST_HISTORY 50

struct _SemResultsPage
{
  GtkWidget parent_instance;

  GtkWidget *box;
  AdwWindowTitle *window_title;
  GtkMenuButton *menu_button;
  GtkStack *stack;
  SemPhotoGrid *grid;
  SemQueryWell *well;
  GtkImage *strip_picture;
  GtkLabel *strip_title;
  GtkLabel *strip_facts;

  /* Searches, the newest last; the last is shown. */
  GPtrArray *history;
};

G_DEFINE_FINAL_TYPE (SemResultsPage, sem_results_page, GTK_TYPE_WIDGET)

typedef struct
{
  SemResults *results;
  SemPhoto *photo;
  double scroll;
} Step;

static void
step_free (Step *step)
{
  g_object_unref (step->results);
  g_clear_object (&step->photo);
  g_free (step);
}

static Step *
last_step (SemResultsPage *self)
{
  return self->history->len > 0 ? self->history->pdata[self->history->len - 1] : NULL;
}

static void
show_strip (SemResultsPage *self, SemResults *results, const char *facts)
{
  const SemPixels *pixels = sem_results_get_query_pixels (results);
  g_autoptr (GdkTexture) texture = pixels != NULL ? sem_texture_new_for_pixels (pixels) : NULL;

  gtk_image_set_from_paintable (self->strip_picture, GDK_PAINTABLE (texture));
  gtk_label_set_label (self->strip_title, sem_query_get_title (sem_results_get_query (results)));
  gtk_label_set_label (self->strip_facts, facts);
}

static void
show_last (SemResultsPage *self)
{
  Step *step = last_step (self);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (step->results));
  g_autofree char *photos = sem_words_for_photos (n);
  g_autofree char *duration =
    sem_words_for_milliseconds (sem_results_get_milliseconds (step->results));
  g_autofree char *facts = g_strdup_printf ("%s · %s", photos, duration);

  adw_window_title_set_subtitle (self->window_title,
                                 sem_query_get_title (sem_results_get_query (step->results)));
  show_strip (self, step->results, facts);
  sem_query_well_set_results (self->well, step->results, step->photo);
  sem_photo_grid_set_model (self->grid, G_LIST_MODEL (step->results));
  gtk_stack_set_visible_child_name (self->stack, n > 0 ? "grid" : "nothing");
}

static void
selected_cb (SemPhotoGrid *grid, GParamSpec *pspec, SemResultsPage *self)
{
  gpointer item = sem_photo_grid_get_selected (grid);

  sem_query_well_set_match (self->well, SEM_IS_MATCH (item) ? item : NULL);
}

/* The buttons of the well act on what is selected in the grid. */
static void
grid_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SemResultsPage *self = SEM_RESULTS_PAGE (widget);
  g_autofree char *action = g_strconcat ("grid.", strchr (name, '.') + 1, NULL);

  gtk_widget_activate_action (GTK_WIDGET (self->grid), action, NULL);
}

static gboolean
sem_results_page_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (SEM_RESULTS_PAGE (widget)->grid));
}

static void
sem_results_page_dispose (GObject *object)
{
  SemResultsPage *self = SEM_RESULTS_PAGE (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (sem_results_page_parent_class)->dispose (object);
}

static void
sem_results_page_finalize (GObject *object)
{
  g_ptr_array_unref (SEM_RESULTS_PAGE (object)->history);

  G_OBJECT_CLASS (sem_results_page_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, SemResultsPage, box);
  gtk_widget_class_bind_template_child (widget_class, SemResultsPage, window_title);
  gtk_widget_class_bind_template_child (widget_class, SemResultsPage, menu_button);
  gtk_widget_class_bind_template_child (widget_class, SemResultsPage, stack);
  gtk_widget_class_bind_template_child (widget_class, SemResultsPage, grid);
  gtk_widget_class_bind_template_child (widget_class, SemResultsPage, well);
  gtk_widget_class_bind_template_child (widget_class, SemResultsPage, strip_picture);
  gtk_widget_class_bind_template_child (widget_class, SemResultsPage, strip_title);
  gtk_widget_class_bind_template_child (widget_class, SemResultsPage, strip_facts);
  gtk_widget_class_bind_template_callback (widget_class, selected_cb);
}

static void
sem_results_page_class_init (SemResultsPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = sem_results_page_dispose;
  object_class->finalize = sem_results_page_finalize;
  widget_class->grab_focus = sem_results_page_grab_focus;

  g_type_ensure (SEM_TYPE_PHOTO_GRID);
  g_type_ensure (SEM_TYPE_QUERY_WELL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/semblance/Semblance/ui/results-page.ui");
  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "results.find-similar", NULL, grid_action);
  gtk_widget_class_install_action (widget_class, "results.open", NULL, grid_action);
  gtk_widget_class_install_action (widget_class, "results.show-in-folder", NULL, grid_action);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
sem_results_page_init (SemResultsPage *self)
{
  self->history = g_ptr_array_new_with_free_func ((GDestroyNotify) step_free);
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
sem_results_page_show (SemResultsPage *self, SemResults *results, SemPhoto *photo)
{
  Step *step;

  g_return_if_fail (SEM_IS_RESULTS_PAGE (self));
  g_return_if_fail (SEM_IS_RESULTS (results));

  if (last_step (self) != NULL)
    last_step (self)->scroll =
      gtk_adjustment_get_value (sem_photo_grid_get_vadjustment (self->grid));
  if (self->history->len == LONGEST_HISTORY)
    g_ptr_array_remove_index (self->history, 0);

  step = g_new0 (Step, 1);
  step->results = g_object_ref (results);
  g_set_object (&step->photo, photo);
  g_ptr_array_add (self->history, step);
  show_last (self);
  gtk_adjustment_set_value (sem_photo_grid_get_vadjustment (self->grid), 0);
}

gboolean
sem_results_page_back (SemResultsPage *self)
{
  g_return_val_if_fail (SEM_IS_RESULTS_PAGE (self), FALSE);

  if (self->history->len < 2)
    return FALSE;
  g_ptr_array_remove_index (self->history, self->history->len - 1);
  show_last (self);
  gtk_adjustment_set_value (sem_photo_grid_get_vadjustment (self->grid), last_step (self)->scroll);
  return TRUE;
}

void
sem_results_page_clear (SemResultsPage *self)
{
  g_return_if_fail (SEM_IS_RESULTS_PAGE (self));

  g_ptr_array_set_size (self->history, 0);
  sem_query_well_set_match (self->well, NULL);
  sem_photo_grid_set_model (self->grid, NULL);
}

SemResults *
sem_results_page_get_results (SemResultsPage *self)
{
  g_return_val_if_fail (SEM_IS_RESULTS_PAGE (self), NULL);

  return last_step (self) != NULL ? last_step (self)->results : NULL;
}

SemPhotoGrid *
sem_results_page_get_grid (SemResultsPage *self)
{
  g_return_val_if_fail (SEM_IS_RESULTS_PAGE (self), NULL);

  return self->grid;
}

void
sem_results_page_set_menu (SemResultsPage *self, GMenuModel *menu)
{
  g_return_if_fail (SEM_IS_RESULTS_PAGE (self));

  gtk_menu_button_set_menu_model (self->menu_button, menu);
}

SemPhoto *
sem_results_page_get_photo (SemResultsPage *self)
{
  g_return_val_if_fail (SEM_IS_RESULTS_PAGE (self), NULL);

  return last_step (self) != NULL ? last_step (self)->photo : NULL;
}
