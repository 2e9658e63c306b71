/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ui/pages/page-keys.h"

#include "ui/widgets/photo-grid.h"

/* Of a page: the grid that is seen in it. */
static SemPhotoGrid *
find_grid (GtkWidget *widget)
{
  SemPhotoGrid *found = NULL;

  if (SEM_IS_PHOTO_GRID (widget))
    return gtk_widget_get_mapped (widget) ? SEM_PHOTO_GRID (widget) : NULL;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child && !found;
       child = gtk_widget_get_next_sibling (child))
    found = find_grid (child);
  return found;
}

static gboolean
select_all (GtkWidget *page, GVariant *all, gpointer user_data)
{
  SemPhotoGrid *grid = find_grid (page);
  SemGridView *view;

  if (!grid)
    return GDK_EVENT_PROPAGATE;
  view = sem_photo_grid_get_view (grid);
  sem_grid_selection_set_all (sem_grid_view_get_selection (view),
                              g_variant_get_boolean (all)
                                ? g_list_model_get_n_items (sem_grid_view_get_model (view))
                                : 0);
  return GDK_EVENT_STOP;
}

void
sem_page_keys_add (GtkWidgetClass *page_class)
{
  gtk_widget_class_add_binding (page_class, GDK_KEY_a, GDK_CONTROL_MASK, select_all, "b", TRUE);
  gtk_widget_class_add_binding (page_class, GDK_KEY_a, GDK_CONTROL_MASK | GDK_SHIFT_MASK,
                                select_all, "b", FALSE);
}
