/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ui/widgets/photo-grid-private.h"

#include "engine/model/browse/browse.h"

/* Between the edge of the grid and the name of the section that is scrolled to. */
#define SCRUBBED_MARGIN 24

static GtkAdjustment *
vadjustment (SemPhotoGrid *self)
{
  return gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller));
}

/* Which section is at the upper edge; hidden where there are none. */
static void
show_scrubbed (SemPhotoGrid *self)
{
  GListModel *model = sem_grid_view_get_model (self->view);
  const SemGridLayout *layout = sem_grid_view_get_layout (self->view);
  const double y = gtk_adjustment_get_value (vadjustment (self));
  g_autofree char *title = NULL;
  guint section;

  if (!SEM_IS_BROWSE (model) || sem_browse_get_n_sections (SEM_BROWSE (model)) < 2)
    {
      gtk_widget_hide (self->scrubbed);
      return;
    }
  section = sem_grid_layout_find_section_at (layout, y);
  title = sem_browse_get_rule (SEM_BROWSE (model))->order == SEM_BROWSE_BY_FOLDER
            ? sem_browse_dup_section_mark (SEM_BROWSE (model), section)
            : sem_browse_dup_section_title (SEM_BROWSE (model), section);
  gtk_label_set_label (GTK_LABEL (self->scrubbed), title);
  gtk_widget_show (self->scrubbed);
}

static void
scrolled_cb (SemPhotoGrid *self)
{
  if (self->scrubbing)
    show_scrubbed (self);
}

/* Beside the handle of the scrollbar. */
void
sem_photo_grid_allocate_scrubbed (SemPhotoGrid *self, int width, int height)
{
  GtkAdjustment *adjustment = vadjustment (self);
  const double range =
    gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_page_size (adjustment);
  const double share = range > 0 ? gtk_adjustment_get_value (adjustment) / range : 0;
  int own_width, own_height;

  gtk_widget_measure (self->scrubbed, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &own_width, NULL, NULL);
  own_width = MIN (own_width, width - 2 * SCRUBBED_MARGIN);
  gtk_widget_measure (self->scrubbed, GTK_ORIENTATION_VERTICAL, own_width, NULL, &own_height, NULL,
                      NULL);
  gtk_widget_size_allocate (self->scrubbed,
                            &(GtkAllocation){
                              gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL
                                ? SCRUBBED_MARGIN
                                : width - own_width - SCRUBBED_MARGIN,
                              (int) (share * MAX (0, height - own_height)), own_width, own_height },
                            -1);
}

void
sem_photo_grid_set_scrubbing (SemPhotoGrid *self, gboolean scrubbing)
{
  self->scrubbing = scrubbing;
  if (scrubbing)
    show_scrubbed (self);
  else
    gtk_widget_hide (self->scrubbed);
}

void
sem_photo_grid_add_scrubbed (SemPhotoGrid *self)
{
  self->scrubbed =
    g_object_new (GTK_TYPE_LABEL, "visible", FALSE, "can-target", FALSE, "ellipsize",
                  PANGO_ELLIPSIZE_START, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  gtk_widget_add_css_class (self->scrubbed, "osd");
  gtk_widget_add_css_class (self->scrubbed, "scrubbed");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->scrubbed), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE,
                               -1);
  gtk_widget_set_parent (self->scrubbed, GTK_WIDGET (self));
  g_signal_connect_object (vadjustment (self), "value-changed", G_CALLBACK (scrolled_cb), self,
                           G_CONNECT_SWAPPED);
}
