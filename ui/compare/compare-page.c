/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-compare-page"

#include "config.h"

#include "ui/compare/compare-page.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "engine/model/viewer/pictures.h"
#include "ui/accessible.h"
#include "ui/compare/compare-private.h"
#include "ui/pictures/texture.h"
#include "ui/toast.h"
#include "ui/words.h"

/* Of the pictures that are loaded, in pixels. */
#define SIDE SEM_PICTURES_MAX_SIDE
#define ZOOM 1.5
#define PAN .1
#define SLIDER_STEP .02

struct _SemComparePage
{
  GtkWidget parent_instance;

  GtkWidget *box;
  AdwWindowTitle *window_title;
  SemCompareView *view;
  GtkScale *slider;
  GtkWidget *foot;
  GtkLabel *words;
  GtkLabel *sentence;
  GtkWidget *sides_button;
  GtkWidget *slider_button;
  GtkWidget *difference_button;
  GtkToggleButton *why_button;

  SemPictures *pictures;
  SemComparing *comparing;
  SemPhoto *photos[2]; /* (nullable) */
  GCancellable *load;
  guint sizes[2][2];
};

static guint closed_signal;

G_DEFINE_FINAL_TYPE (SemComparePage, sem_compare_page, GTK_TYPE_WIDGET)

/* What is known -------------------------------------------------------------------------------- */

static void
show_heat (SemComparePage *self, guint which)
{
  SemPictureView *view = sem_compare_view_get_view (self->view, which);
  const int side = SEM_COMPARING_HEAT_SIDE;
  GBytes *heat = self->comparing ? sem_comparing_get_heat (self->comparing, which) : NULL;
  g_autoptr (GdkTexture) texture = NULL;

  if (heat && gtk_toggle_button_get_active (self->why_button))
    texture = gdk_memory_texture_new (side, side, GDK_MEMORY_R8G8B8A8_PREMULTIPLIED, heat,
                                      (gsize) side * 4);
  sem_picture_view_set_detail (view, texture,
                               &GRAPHENE_RECT_INIT (0, 0, (float) self->sizes[which][0],
                                                    (float) self->sizes[which][1]));
}

/* (transfer full): such as “87 % alike · 34 of 256 bits differ · Crop”. */
static char *
make_words (SemComparePage *self)
{
  const char *kind = sem_comparing_get_kind (self->comparing);
  guint n_bits;
  const guint distance = sem_comparing_get_distance (self->comparing, &n_bits);
  GString *words = g_string_new (NULL);

  g_string_printf (words, _("%d %% alike"),
                   (int) (sem_comparing_get_likeness (self->comparing) * 100 + .5));
  if (n_bits > 0)
    {
      g_autofree char *bits =
        g_strdup_printf (ngettext ("%u of %u bits differs", "%u of %u bits differ", distance),
                         distance, n_bits);

      g_string_append_printf (words, " · %s", bits);
    }
  if (kind)
    g_string_append_printf (words, " · %s", kind);
  return g_string_free (words, FALSE);
}

static void
show_difference (SemComparePage *self)
{
  const SemPixels *pixels = sem_comparing_get_difference (self->comparing);
  SemPictureView *view = sem_compare_view_get_view (self->view, 2);
  g_autoptr (GdkTexture) texture = pixels ? sem_texture_new_for_pixels (pixels) : NULL;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "compare.difference", pixels != NULL);
  gtk_widget_set_tooltip_text (self->difference_button,
                               pixels ? _("What one has changed: black is the same (3)")
                                      : _("Copies alone have a difference"));
  if (!pixels)
    {
      sem_picture_view_set_picture (view, NULL, 0, 0);
      if (!sem_comparing_get_running (self->comparing)
          && sem_compare_view_get_look (self->view) == SEM_COMPARE_LOOK_DIFFERENCE)
        gtk_widget_activate_action (GTK_WIDGET (self), "compare.sides", NULL);
    }
  else if (!sem_picture_view_get_texture (view))
    sem_picture_view_set_picture (view, texture, pixels->width, pixels->height);
}

static void
show_known (SemComparePage *self)
{
  const gboolean known = sem_comparing_get_known (self->comparing);
  const char *problem = sem_comparing_get_problem (self->comparing);
  const gboolean difference =
    sem_comparing_get_difference (self->comparing)
    && sem_compare_view_get_look (self->view) == SEM_COMPARE_LOOK_DIFFERENCE;
  const gboolean why = gtk_toggle_button_get_active (self->why_button) && !difference;
  g_autofree char *words = known ? make_words (self) : NULL;

  for (guint i = 0; i < 2; i++)
    show_heat (self, i);
  show_difference (self);
  gtk_label_set_label (self->words, known ? words : problem ? problem : _("Comparing…"));
  gtk_label_set_label (self->sentence,
                       difference     ? _("Black is the same in both; what is bright was changed.")
                       : known && why ? sem_comparing_get_sentence (self->comparing)
                                      : "");
  gtk_widget_set_visible (GTK_WIDGET (self->sentence), difference || (known && why));
}

static void
why_cb (SemComparePage *self)
{
  if (gtk_toggle_button_get_active (self->why_button)
      && sem_compare_view_get_look (self->view) == SEM_COMPARE_LOOK_DIFFERENCE)
    gtk_widget_activate_action (GTK_WIDGET (self), "compare.sides", NULL);
  if (self->comparing)
    show_known (self);
}

/* Pictures ------------------------------------------------------------------------------------- */

typedef struct
{
  SemComparePage *page;
  guint which;
} Wait;

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Wait *wait = user_data;
  g_autoptr (SemComparePage) self = wait->page;
  g_autoptr (GError) error = NULL;
  guint width, height;
  g_autoptr (SemPixels) pixels =
    sem_pictures_load_finish (SEM_PICTURES (source), result, &width, &height, &error);
  g_autoptr (GdkTexture) texture = pixels ? sem_texture_new_for_pixels (pixels) : NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (!texture)
    {
      sem_toast_show (GTK_WIDGET (self), error->message);
      return;
    }
  self->sizes[wait->which][0] = width;
  self->sizes[wait->which][1] = height;
  sem_picture_view_set_picture (sem_compare_view_get_view (self->view, wait->which), texture, width,
                                height);
  show_heat (self, wait->which);
}

/* Two processes decode, one for each. */
static void
load (SemComparePage *self)
{
  self->load = g_cancellable_new ();
  for (guint i = 0; i < 2; i++)
    {
      const SemPictureWish wish = {
        .file = sem_photo_get_file (self->photos[i]),
        .side = SIDE,
        .ahead = i == 1,
      };
      Wait *wait = g_new (Wait, 1);

      *wait = (Wait){ g_object_ref (self), i };
      sem_pictures_load_async (self->pictures, &wish, self->load, loaded_cb, wait);
    }
}

static void
show_names (SemComparePage *self)
{
  g_autofree char *first = sem_words_isolate (sem_photo_get_title (self->photos[0]));
  g_autofree char *second = sem_words_isolate (sem_photo_get_title (self->photos[1]));
  g_autofree char *both = g_strdup_printf ("%s · %s", first, second);

  adw_window_title_set_subtitle (self->window_title, both);
  for (guint i = 0; i < 2; i++)
    {
      GtkWidget *view = GTK_WIDGET (sem_compare_view_get_view (self->view, i));

      sem_accessible_set_label (view, sem_photo_get_title (self->photos[i]));
      gtk_widget_set_tooltip_text (view, sem_photo_get_title (self->photos[i]));
    }
}

/* Actions -------------------------------------------------------------------------------------- */

static void
set_look (SemComparePage *self, SemCompareLook look)
{
  GtkWidget *const buttons[] = { self->sides_button, self->slider_button, self->difference_button };
  GtkWidget *focus = GTK_WIDGET (sem_compare_view_get_shown (self->view));
  const gboolean focused = gtk_widget_has_focus (focus);

  sem_compare_view_set_look (self->view, look);
  gtk_widget_set_visible (GTK_WIDGET (self->slider), look == SEM_COMPARE_LOOK_SLIDER);
  for (guint i = 0; i < G_N_ELEMENTS (buttons); i++)
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (buttons[i]), i == (guint) look);
  if (focused)
    gtk_widget_grab_focus (GTK_WIDGET (sem_compare_view_get_shown (self->view)));
}

/* The difference shows neither photo, on which the heat lies: either ends the other. */
static void
look_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SemComparePage *self = SEM_COMPARE_PAGE (widget);

  if (g_str_equal (name, "compare.difference"))
    gtk_toggle_button_set_active (self->why_button, FALSE);
  set_look (self, g_str_equal (name, "compare.slider")       ? SEM_COMPARE_LOOK_SLIDER
                  : g_str_equal (name, "compare.difference") ? SEM_COMPARE_LOOK_DIFFERENCE
                                                             : SEM_COMPARE_LOOK_SIDES);
  if (self->comparing)
    show_known (self);
}

static void
why_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SemComparePage *self = SEM_COMPARE_PAGE (widget);

  gtk_toggle_button_set_active (self->why_button, !gtk_toggle_button_get_active (self->why_button));
}

static void
swap_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SemComparePage *self = SEM_COMPARE_PAGE (widget);
  g_autoptr (SemPhoto) first = NULL, second = NULL;

  if (!self->photos[0])
    return;
  first = g_object_ref (self->photos[1]);
  second = g_object_ref (self->photos[0]);
  sem_compare_page_open (self, first, second);
}

static void
zoom_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SemPictureView *view = sem_compare_view_get_shown (SEM_COMPARE_PAGE (widget)->view);
  const double zoom = sem_picture_view_get_zoom (view);

  if (g_str_equal (name, "compare.fit"))
    sem_picture_view_fit (view);
  else if (g_str_equal (name, "compare.full"))
    sem_picture_view_set_zoom (view, 1);
  else
    sem_picture_view_set_zoom (view,
                               g_str_equal (name, "compare.zoom-in") ? zoom * ZOOM : zoom / ZOOM);
}

static void
pan_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  double x, y;

  g_variant_get (parameter, "(dd)", &x, &y);
  sem_picture_view_pan (sem_compare_view_get_shown (SEM_COMPARE_PAGE (widget)->view), x, y);
}

/* From the picture, where the arrow keys move that. */
static void
slide_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GtkRange *range = GTK_RANGE (SEM_COMPARE_PAGE (widget)->slider);

  gtk_range_set_value (range, gtk_range_get_value (range) + g_variant_get_double (parameter));
}

static void
close_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_signal_emit (widget, closed_signal, 0);
}

static void
slider_cb (GtkRange *range, SemComparePage *self)
{
  sem_compare_view_set_slider (self->view, gtk_range_get_value (range));
}

static const struct
{
  const char *action;
  GtkWidgetActionActivateFunc func;
  guint keys[3];
} actions[] = {
  { "compare.sides", look_action, { GDK_KEY_1, GDK_KEY_KP_1 } },
  { "compare.slider", look_action, { GDK_KEY_2, GDK_KEY_KP_2 } },
  { "compare.difference", look_action, { GDK_KEY_3, GDK_KEY_KP_3 } },
  { "compare.why", why_action, { GDK_KEY_w } },
  { "compare.swap", swap_action, { GDK_KEY_x } },
  { "compare.zoom-in", zoom_action, { GDK_KEY_plus, GDK_KEY_equal, GDK_KEY_KP_Add } },
  { "compare.zoom-out", zoom_action, { GDK_KEY_minus, GDK_KEY_KP_Subtract } },
  { "compare.fit", zoom_action, { GDK_KEY_0, GDK_KEY_KP_0 } },
  { "compare.full", zoom_action, { GDK_KEY_f } },
  { "compare.close", close_action, { GDK_KEY_Escape } },
};

static const struct
{
  guint key;
  double x, y;
} pans[] = {
  { GDK_KEY_Left, -PAN, 0 },
  { GDK_KEY_Right, PAN, 0 },
  { GDK_KEY_Up, 0, -PAN },
  { GDK_KEY_Down, 0, PAN },
};

static void
install_actions (GtkWidgetClass *widget_class)
{
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      gtk_widget_class_install_action (widget_class, actions[i].action, NULL, actions[i].func);
      for (guint k = 0; k < G_N_ELEMENTS (actions[i].keys) && actions[i].keys[k]; k++)
        gtk_widget_class_add_binding_action (widget_class, actions[i].keys[k], 0, actions[i].action,
                                             NULL);
    }
  gtk_widget_class_install_action (widget_class, "compare.pan", "(dd)", pan_action);
  gtk_widget_class_install_action (widget_class, "compare.slide", "d", slide_action);
  for (guint i = 0; i < G_N_ELEMENTS (pans); i++)
    gtk_widget_class_add_binding_action (widget_class, pans[i].key, 0, "compare.pan", "(dd)",
                                         pans[i].x, pans[i].y);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Left, GDK_SHIFT_MASK, "compare.slide",
                                       "d", -SLIDER_STEP);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Right, GDK_SHIFT_MASK, "compare.slide",
                                       "d", SLIDER_STEP);
}

/* ---------------------------------------------------------------------------------------------- */

static gboolean
sem_compare_page_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (
    GTK_WIDGET (sem_compare_view_get_shown (SEM_COMPARE_PAGE (widget)->view)));
}

static void
sem_compare_page_dispose (GObject *object)
{
  SemComparePage *self = SEM_COMPARE_PAGE (object);

  if (self->comparing)
    {
      g_signal_handlers_disconnect_by_data (self->comparing, self);
      sem_comparing_clear (self->comparing);
    }
  g_cancellable_cancel (self->load);
  g_clear_object (&self->load);
  g_clear_object (&self->comparing);
  g_clear_object (&self->pictures);
  g_clear_object (&self->photos[0]);
  g_clear_object (&self->photos[1]);
  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (sem_compare_page_parent_class)->dispose (object);
}

static void
sem_compare_page_class_init (SemComparePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sem_compare_page_dispose;
  widget_class->grab_focus = sem_compare_page_grab_focus;
  closed_signal = g_signal_new ("closed", SEM_TYPE_COMPARE_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 0);
  g_type_ensure (SEM_TYPE_COMPARE_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/semblance/Semblance/ui/compare-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SemComparePage, box);
  gtk_widget_class_bind_template_child (widget_class, SemComparePage, window_title);
  gtk_widget_class_bind_template_child (widget_class, SemComparePage, view);
  gtk_widget_class_bind_template_child (widget_class, SemComparePage, slider);
  gtk_widget_class_bind_template_child (widget_class, SemComparePage, foot);
  gtk_widget_class_bind_template_child (widget_class, SemComparePage, words);
  gtk_widget_class_bind_template_child (widget_class, SemComparePage, sentence);
  gtk_widget_class_bind_template_child (widget_class, SemComparePage, sides_button);
  gtk_widget_class_bind_template_child (widget_class, SemComparePage, slider_button);
  gtk_widget_class_bind_template_child (widget_class, SemComparePage, difference_button);
  gtk_widget_class_bind_template_child (widget_class, SemComparePage, why_button);
  gtk_widget_class_bind_template_callback (widget_class, slider_cb);
  gtk_widget_class_bind_template_callback (widget_class, why_cb);
  install_actions (widget_class);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
sem_compare_page_init (SemComparePage *self)
{
  self->pictures = sem_pictures_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  /* Words are longer in other languages, and the window as narrow. */
  GtkWidget *const buttons[] = { self->sides_button, self->slider_button, self->difference_button };

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "compare.difference", FALSE);
  set_look (self, SEM_COMPARE_LOOK_SIDES);
  for (guint i = 0; i < G_N_ELEMENTS (buttons); i++)
    gtk_label_set_ellipsize (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (buttons[i]))),
                             PANGO_ELLIPSIZE_END);
  sem_toast_keep_above (self->foot);
}

void
sem_compare_page_set_library (SemComparePage *self, SemLibrary *library)
{
  g_return_if_fail (SEM_IS_COMPARE_PAGE (self) && !self->comparing);

  self->comparing = sem_comparing_new (library);
  g_signal_connect_swapped (self->comparing, "changed", G_CALLBACK (show_known), self);
}

void
sem_compare_page_open (SemComparePage *self, SemPhoto *first, SemPhoto *second)
{
  g_return_if_fail (SEM_IS_COMPARE_PAGE (self) && self->comparing);

  sem_compare_page_close (self);
  self->photos[0] = g_object_ref (first);
  self->photos[1] = g_object_ref (second);
  show_names (self);
  load (self);
  sem_comparing_ask (self->comparing, sem_photo_get_file (first), sem_photo_get_file (second));
}

void
sem_compare_page_close (SemComparePage *self)
{
  g_return_if_fail (SEM_IS_COMPARE_PAGE (self));

  g_cancellable_cancel (self->load);
  g_clear_object (&self->load);
  for (guint i = 0; i < 2; i++)
    {
      g_clear_object (&self->photos[i]);
      self->sizes[i][0] = self->sizes[i][1] = 0;
      sem_picture_view_set_picture (sem_compare_view_get_view (self->view, i), NULL, 0, 0);
    }
  if (self->comparing)
    sem_comparing_clear (self->comparing);
}

SemCompareView *
sem_compare_page_get_view (SemComparePage *self)
{
  g_return_val_if_fail (SEM_IS_COMPARE_PAGE (self), NULL);
  return self->view;
}

SemComparing *
sem_compare_page_get_comparing (SemComparePage *self)
{
  g_return_val_if_fail (SEM_IS_COMPARE_PAGE (self), NULL);
  return self->comparing;
}
