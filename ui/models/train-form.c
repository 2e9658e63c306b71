/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-train-form"

#include "config.h"

#include "ui/models/train-form.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "ui/words.h"

typedef struct
{
  const char *title;
  const char *sentence;
  const char *method; /* NULL for what the settings say */
  guint n_bits;
  guint network;
  gboolean paper;
} Preset;

static const Preset presets[] = {
  { N_("Quick"),
    N_("Learns within seconds from the neighbors of each photo. A new library starts with it."),
    "gs-itq", 256, 0, FALSE },
  { N_("Thorough"),
    N_("Trains in many passes which photos belong together: finds large groups, such as all views "
       "of a place, better than Quick, though its bits repeat each other a little more."),
    "ddh", 256, 0, FALSE },
  { N_("Thorough, with the Network"),
    N_("Also adapts the last stage of the network to your photos. Takes long for many photos."),
    "ddh", 256, 1, FALSE },
  { N_("Scenes"),
    N_("Learns from scenes that you photographed several times, for finding them again."), "bcdh",
    256, 0, FALSE },
  { N_("As Published"),
    N_("The settings of DDH’s authors, to compare with: trains the whole network in 100 passes. "
       "Made "
       "for 10,000 photos, which take hours."),
    "ddh", 64, 2, TRUE },
  { N_("Custom"), N_("The details below."), NULL, 0, 0, FALSE },
};

#define CUSTOM (G_N_ELEMENTS (presets) - 1)

static const guint bits_choices[] = { 16, 32, 64, 128, 256, 512 };
/* 0: all that are allowed. */
static const guint most_choices[] = { 0, 1000, 5000, 10000 };

struct _SemTrainForm
{
  GtkWidget parent_instance;

  AdwPreferencesGroup *group;
  AdwComboRow *method;
  AdwComboRow *bits;
  AdwComboRow *most;
  AdwComboRow *network;
  AdwActionRow *augment_row;
  GtkSwitch *augment;
  GtkSpinButton *seed;

  SemLibrary *library;
  char **methods;
  GtkCheckButton *buttons[G_N_ELEMENTS (presets)];
  GtkWidget *rows[G_N_ELEMENTS (presets)];
  gboolean updating;
  gboolean touched; /* the user has chosen something */
};

static guint changed_signal;

G_DEFINE_FINAL_TYPE (SemTrainForm, sem_train_form, GTK_TYPE_WIDGET)

static const char *
get_method (SemTrainForm *self)
{
  guint selected = adw_combo_row_get_selected (self->method);

  return self->methods && selected < g_strv_length (self->methods) ? self->methods[selected] : NULL;
}

/* Explains the method, and shows what it can do. */
static void
update (SemTrainForm *self)
{
  const char *method = get_method (self);
  gboolean can = method && sem_library_can_train_network (self->library, method);

  if (method)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (self->method), sem_words_explain_method (method));
  gtk_widget_set_sensitive (GTK_WIDGET (self->network), can);
  gtk_widget_set_sensitive (GTK_WIDGET (self->augment_row),
                            can && adw_combo_row_get_selected (self->network) > 0);
}

static guint
get_preset (SemTrainForm *self)
{
  for (guint i = 0; i < CUSTOM; i++)
    if (gtk_check_button_get_active (self->buttons[i]))
      return i;
  return CUSTOM;
}

/* A detail was changed, so that the choice is no preset. */
static void
detail_cb (SemTrainForm *self)
{
  if (self->updating)
    return;
  self->touched = TRUE;
  self->updating = TRUE;
  gtk_check_button_set_active (self->buttons[CUSTOM], TRUE);
  self->updating = FALSE;
  update (self);
  g_signal_emit (self, changed_signal, 0);
}

static void
select_method (SemTrainForm *self, const char *method)
{
  for (guint i = 0; self->methods[i]; i++)
    if (g_str_equal (self->methods[i], method))
      adw_combo_row_set_selected (self->method, i);
}

static void
select_bits (SemTrainForm *self, guint n_bits)
{
  for (guint i = 0; i < G_N_ELEMENTS (bits_choices); i++)
    if (bits_choices[i] == n_bits)
      adw_combo_row_set_selected (self->bits, i);
}

/* The details follow the preset. */
static void
preset_cb (GtkCheckButton *button, SemTrainForm *self)
{
  guint chosen = get_preset (self);

  if (self->updating || !gtk_check_button_get_active (button))
    return;
  self->touched = TRUE;
  self->updating = TRUE;
  if (chosen != CUSTOM)
    {
      select_method (self, presets[chosen].method);
      select_bits (self, presets[chosen].n_bits);
      adw_combo_row_set_selected (self->network, presets[chosen].network);
      adw_combo_row_set_selected (self->most, 0);
      gtk_switch_set_active (self->augment, FALSE);
    }
  self->updating = FALSE;
  update (self);
  g_signal_emit (self, changed_signal, 0);
}

static gboolean
has_method (SemTrainForm *self, const char *method)
{
  return !method || g_strv_contains ((const char *const *) self->methods, method);
}

static void
add_presets (SemTrainForm *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (presets); i++)
    {
      GtkWidget *row = adw_action_row_new (), *button = gtk_check_button_new ();

      gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _(presets[i].title));
      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), _(presets[i].sentence));
      adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 4);
      adw_action_row_add_prefix (ADW_ACTION_ROW (row), button);
      adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), button);
      if (i > 0)
        gtk_check_button_set_group (GTK_CHECK_BUTTON (button), self->buttons[0]);
      self->buttons[i] = GTK_CHECK_BUTTON (button);
      self->rows[i] = row;
      adw_preferences_group_add (self->group, row);
      g_signal_connect_object (button, "toggled", G_CALLBACK (preset_cb), self, 0);
    }
}

static void
fill_lists (SemTrainForm *self)
{
  g_autoptr (GtkStringList) methods = gtk_string_list_new (NULL);
  g_autoptr (GtkStringList) bits = gtk_string_list_new (NULL);
  g_autoptr (GtkStringList) most = gtk_string_list_new (NULL);
  const char *const depths[] = { _("Keep It"), _("Its Last Stage"), _("All of It"), NULL };
  g_autoptr (GtkStringList) network = gtk_string_list_new (depths);

  for (guint i = 0; self->methods[i]; i++)
    gtk_string_list_append (methods, sem_words_for_method (self->methods[i]));
  for (guint i = 0; i < G_N_ELEMENTS (bits_choices); i++)
    gtk_string_list_take (bits, sem_words_for_distance (bits_choices[i]));
  gtk_string_list_append (most, _("As Many as Possible"));
  for (guint i = 1; i < G_N_ELEMENTS (most_choices); i++)
    gtk_string_list_take (most, sem_words_for_photos (most_choices[i]));
  adw_combo_row_set_model (self->method, G_LIST_MODEL (methods));
  adw_combo_row_set_model (self->bits, G_LIST_MODEL (bits));
  adw_combo_row_set_model (self->most, G_LIST_MODEL (most));
  adw_combo_row_set_model (self->network, G_LIST_MODEL (network));
}

/* The preset that stands for the settings of the current codes, or these settings. */
static void
start (SemTrainForm *self)
{
  SemCodes *codes = sem_library_get_codes (self->library);
  const char *method = codes ? sem_codes_get_method (codes) : presets[0].method;
  guint n_bits = codes ? sem_codes_get_n_bits (codes) : presets[0].n_bits, chosen = CUSTOM;

  for (guint i = CUSTOM; i-- > 0;)
    if (has_method (self, presets[i].method) && presets[i].network == 0 && !presets[i].paper
        && g_str_equal (presets[i].method, method) && presets[i].n_bits == n_bits)
      chosen = i;
  self->updating = TRUE;
  select_method (self, method);
  select_bits (self, n_bits);
  gtk_spin_button_set_value (self->seed, codes ? (double) sem_codes_get_seed (codes) : 1);
  gtk_check_button_set_active (self->buttons[chosen], TRUE);
  self->updating = FALSE;
  update (self);
}

static void
sem_train_form_dispose (GObject *object)
{
  SemTrainForm *self = SEM_TRAIN_FORM (object);
  GtkWidget *child;

  self->updating = TRUE;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))))
    gtk_widget_unparent (child);
  g_clear_object (&self->library);
  g_clear_pointer (&self->methods, g_strfreev);

  G_OBJECT_CLASS (sem_train_form_parent_class)->dispose (object);
}

static void
sem_train_form_class_init (SemTrainFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sem_train_form_dispose;
  changed_signal = g_signal_new ("changed", SEM_TYPE_TRAIN_FORM, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/semblance/Semblance/ui/train-form.ui");
  gtk_widget_class_bind_template_child (widget_class, SemTrainForm, group);
  gtk_widget_class_bind_template_child (widget_class, SemTrainForm, method);
  gtk_widget_class_bind_template_child (widget_class, SemTrainForm, bits);
  gtk_widget_class_bind_template_child (widget_class, SemTrainForm, most);
  gtk_widget_class_bind_template_child (widget_class, SemTrainForm, network);
  gtk_widget_class_bind_template_child (widget_class, SemTrainForm, augment_row);
  gtk_widget_class_bind_template_child (widget_class, SemTrainForm, augment);
  gtk_widget_class_bind_template_child (widget_class, SemTrainForm, seed);
  gtk_widget_class_bind_template_callback (widget_class, detail_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
sem_train_form_init (SemTrainForm *self)
{
  self->updating = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  self->updating = FALSE;
}

void
sem_train_form_set_library (SemTrainForm *self, SemLibrary *library)
{
  g_return_if_fail (SEM_IS_TRAIN_FORM (self) && !self->library);

  self->library = g_object_ref (library);
  self->methods = sem_library_list_methods (library);
  add_presets (self);
  sem_train_form_refresh (self);
}

/* Training on places is possible where some were found. */
void
sem_train_form_refresh (SemTrainForm *self)
{
  g_return_if_fail (SEM_IS_TRAIN_FORM (self));

  if (self->touched)
    return;
  g_strfreev (self->methods);
  self->methods = sem_library_list_methods (self->library);
  for (guint i = 0; i < G_N_ELEMENTS (presets); i++)
    gtk_widget_set_visible (self->rows[i], has_method (self, presets[i].method));
  self->updating = TRUE;
  fill_lists (self);
  self->updating = FALSE;
  start (self);
}

gboolean
sem_train_form_get_training (SemTrainForm *self, SemTraining *training)
{
  const char *method = get_method (self);
  guint bits = adw_combo_row_get_selected (self->bits);
  guint most = adw_combo_row_get_selected (self->most), preset = get_preset (self);
  gboolean can = method && sem_library_can_train_network (self->library, method);

  g_return_val_if_fail (SEM_IS_TRAIN_FORM (self), FALSE);

  if (!method || bits >= G_N_ELEMENTS (bits_choices))
    return FALSE;
  gtk_spin_button_update (self->seed);
  *training = (SemTraining){
    .method = method,
    .n_bits = bits_choices[bits],
    .seed = (guint64) gtk_spin_button_get_value (self->seed),
    .paper = presets[preset].paper,
    .most = most < G_N_ELEMENTS (most_choices) ? most_choices[most] : 0,
    .network = can ? adw_combo_row_get_selected (self->network) : 0,
  };
  training->augment = training->network > 0 && gtk_switch_get_active (self->augment);
  return TRUE;
}
