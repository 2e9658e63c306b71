/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-photo-tile"

#include "config.h"

#include "ui/widgets/photo-tile-private.h"

#include "ui/words.h"

/* Over a photo that cannot be opened. */
#define VEIL_OPACITY .6f

char *
sem_photo_tile_dup_tooltip (SemPhotoTile *self)
{
  if (!self->photo)
    return NULL;
  return g_strconcat (sem_photo_get_title (self->photo), self->reason ? "\n" : NULL,
                      sem_words_explain_absence (self->reason), NULL);
}

/* Asked when it is to be shown: to set a text makes GTK ask the display where the pointer is, which
 * took a tenth of a frame while one scrolls. */
gboolean
sem_photo_tile_query_tooltip (GtkWidget *widget,
                              int x,
                              int y,
                              gboolean keyboard,
                              GtkTooltip *tooltip)
{
  g_autofree char *text = sem_photo_tile_dup_tooltip ((SemPhotoTile *) widget);

  if (!text || *text == '\0')
    return FALSE;
  gtk_tooltip_set_text (tooltip, text);
  return TRUE;
}

static void
show_mark (SemPhotoTile *self)
{
  if (self->reason && !self->mark)
    {
      self->mark = gtk_image_new_from_icon_name ("media-eject-symbolic");
      gtk_widget_add_css_class (self->mark, "mark");
      gtk_widget_insert_before (self->mark, GTK_WIDGET (self), self->badge);
    }
  if (!self->mark)
    return;
  gtk_widget_set_visible (self->mark, self->reason != SEM_ABSENCE_NONE);
}

/* Returns: whether it differs from what was known of the photo before. */
gboolean
sem_photo_tile_find_reason (SemPhotoTile *self)
{
  const SemAbsenceReason before = self->reason;

  self->reason = self->absence && self->photo
                   ? sem_absence_find (self->absence, sem_photo_get_file (self->photo))
                   : SEM_ABSENCE_NONE;
  if (self->reason == before)
    return FALSE;
  show_mark (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  return TRUE;
}

/* In the corner that the badge leaves free. */
void
sem_photo_tile_allocate_mark (SemPhotoTile *self, int width)
{
  int own_width, own_height;

  gtk_widget_measure (self->mark, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &own_width, NULL, NULL);
  gtk_widget_measure (self->mark, GTK_ORIENTATION_VERTICAL, own_width, NULL, &own_height, NULL,
                      NULL);
  gtk_widget_size_allocate (self->mark,
                            &(GtkAllocation){ gtk_widget_get_direction (GTK_WIDGET (self))
                                                  == GTK_TEXT_DIR_RTL
                                                ? SEM_PHOTO_TILE_MARGIN
                                                : width - own_width - SEM_PHOTO_TILE_MARGIN,
                                              SEM_PHOTO_TILE_MARGIN, own_width, own_height },
                            -1);
}

/* A veil in the color of the page costs less than drawing the picture through a layer. */
void
sem_photo_tile_draw_veil (SemPhotoTile *self, GtkSnapshot *snapshot, const graphene_rect_t *bounds)
{
  GskRoundedRect outline;
  GdkRGBA colour;

  if (!gtk_style_context_lookup_color (gtk_widget_get_style_context (GTK_WIDGET (self)),
                                       "window_bg_color", &colour))
    return;
  colour.alpha = VEIL_OPACITY;
  gsk_rounded_rect_init_from_rect (&outline, bounds, SEM_PHOTO_SQUARE_RADIUS);
  gtk_snapshot_push_rounded_clip (snapshot, &outline);
  gtk_snapshot_append_color (snapshot, &colour, bounds);
  gtk_snapshot_pop (snapshot);
}
