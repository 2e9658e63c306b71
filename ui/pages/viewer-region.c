/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-viewer"

#include "config.h"

#include "ui/pages/viewer-private.h"

#include <glib/gi18n-lib.h>

void
sem_viewer_mark_region (SemViewer *self, gboolean marking)
{
  sem_region_view_set_marking (self->region_view, marking && self->photo);
  if (!sem_region_view_get_marking (self->region_view))
    gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

void
sem_viewer_mark_next (SemViewer *self)
{
  if (!self->marks_next)
    return;
  sem_viewer_mark_region (self, TRUE);
  self->marks_next = !sem_region_view_get_marking (self->region_view);
}

gboolean
sem_viewer_accept_region (SemViewer *self)
{
  if (!sem_region_view_get_marking (self->region_view) || !self->photo)
    return FALSE;
  g_signal_emit_by_name (self, "find-region", self->photo);
  return TRUE;
}

/* What lies over the picture would lie over the region, and says what is asked for. */
void
sem_viewer_region_changed (SemViewer *self)
{
  const gboolean marking = sem_region_view_get_marking (self->region_view);

  if (marking == self->marking)
    return;
  self->marking = marking;
  gtk_widget_set_visible (self->previous_button, !marking);
  gtk_widget_set_visible (self->next_button, !marking);
  gtk_widget_set_visible (self->region_hint, marking);
  gtk_widget_set_visible (self->zoom_bar,
                          !marking && sem_picture_view_get_texture (self->view) != NULL);
  gtk_button_set_label (self->find_button,
                        marking ? _("_Find Similar to This Part") : _("_Find Similar"));
}
